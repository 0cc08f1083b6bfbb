using System.Globalization;

namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>What a read_committed reader found, beside what was fed.</summary>
/// <param name="Records">Records fed.</param>
/// <param name="Missing">Numbers of those that have neither result nor dead letter.</param>
/// <param name="Duplicates">Answers beyond the first of each record.</param>
/// <param name="Both">Records that have a result and a dead letter.</param>
/// <param name="Disorder">Answers that came before an earlier record of their key or their input partition.</param>
/// <param name="Wrong">Answers that are not what the record asks for, in words.</param>
/// <param name="Twice">Where the first of the duplicates stand, in words.</param>
/// <param name="Hidden">Records of aborted transactions: a read_uncommitted reader saw them, a read_committed one did not.</param>
internal sealed record Verdict(
    int Records, IReadOnlyList<int> Missing, int Duplicates, int Both, int Disorder, IReadOnlyList<string> Wrong, IReadOnlyList<string> Twice, int Hidden)
{
    /// <summary>Whether every record is answered once, rightly and in order.</summary>
    public bool IsClean => Missing.Count + Duplicates + Both + Disorder + Wrong.Count == 0;

    /// <summary>Fails unless every record is answered once, rightly and in order; with duplicates where those are allowed.</summary>
    public void Require(bool duplicatesAllowed)
    {
        Assert.True(Missing.Count == 0, string.Create(CultureInfo.InvariantCulture, $"{Missing.Count} of {Records} missing: {string.Join(", ", Missing.Take(20))}"));
        Assert.Equal(0, Both);
        Assert.Empty(Wrong);
        Assert.Equal(0, Disorder);
        Assert.True(duplicatesAllowed || Duplicates == 0, string.Create(CultureInfo.InvariantCulture, $"{Duplicates} duplicates of {Records} records: {string.Join("; ", Twice)}"));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Records:N0} records, {Missing.Count} missing, {Duplicates} duplicates, {Both} with both, {Hidden} of aborted transactions hidden");
}
