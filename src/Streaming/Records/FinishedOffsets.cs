using System.Globalization;

namespace PaDeNer.Streaming.Records;

/// <summary>
/// What of a partition is finished past its first record that is not: runs of offsets, without the offsets that no record has counting for anything. Never
/// changes. As a text it stands beside the committed offset, as brokers keep one with each.
/// </summary>
public sealed class FinishedOffsets
{
    private const string Version = "padener-1";
    private const char Between = ';';
    private const char BetweenLengths = ',';

    private FinishedOffsets(IReadOnlyList<OffsetRun> runs, int? leaderEpoch) => (Runs, LeaderEpoch) = (runs, leaderEpoch);

    /// <summary>Nothing.</summary>
    public static FinishedOffsets None { get; } = new([], null);

    /// <summary>The runs, in order, none touching another.</summary>
    public IReadOnlyList<OffsetRun> Runs { get; }

    /// <summary>
    /// The broker's count of leaders of the partition when the newest of its records was written; null where it is not known. A record of a later one stands
    /// where another stood before the log was cut, and is not finished.
    /// </summary>
    public int? LeaderEpoch { get; }

    /// <summary>How many offsets.</summary>
    public long Count => Runs.Sum(static run => run.To - run.From);

    /// <summary>Made of runs; those that touch become one.</summary>
    /// <param name="runs">In order.</param>
    /// <param name="leaderEpoch">As <see cref="LeaderEpoch"/>.</param>
    public static FinishedOffsets Of(IEnumerable<OffsetRun> runs, int? leaderEpoch)
    {
        List<OffsetRun> joined = [];
        foreach (OffsetRun run in runs)
        {
            if (joined.Count > 0 && run.From <= joined[^1].To)
            {
                joined[^1] = joined[^1] with { To = Math.Max(run.To, joined[^1].To) };
            }
            else
            {
                joined.Add(run);
            }
        }

        return joined.Count == 0 ? None : new FinishedOffsets(joined, leaderEpoch);
    }

    /// <summary>Whether the record at an offset is finished.</summary>
    /// <param name="offset">Its offset.</param>
    /// <param name="leaderEpoch">The leader that wrote it; null where it is not known.</param>
    public bool Contains(long offset, int? leaderEpoch)
    {
        if (leaderEpoch > LeaderEpoch)
        {
            return false;
        }

        (int low, int high) = (0, Runs.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Runs[middle].To > offset ? (low, middle) : (middle + 1, high);
        }

        return low < Runs.Count && Runs[low].From <= offset;
    }

    /// <summary>
    /// As a text: the committed offset that it was written with, the leader, and from that offset on by turns how many offsets are not finished and how many are.
    /// <c>padener-1;1000;3;2,5,1,20</c> is 1002 to 1006 and 1008 to 1027.
    /// </summary>
    /// <param name="committed">The committed offset.</param>
    public string ToText(long committed)
    {
        List<long> lengths = [];
        long next = committed;
        foreach (OffsetRun run in Runs)
        {
            lengths.Add(run.From - next);
            lengths.Add(run.To - run.From);
            next = run.To;
        }

        return string.Join(Between, Version, Text(committed), LeaderEpoch is { } leader ? Text(leader) : string.Empty, string.Join(BetweenLengths, lengths.Select(Text)));
    }

    /// <summary>What a text says. Nothing where it is none of ours, or was written with another committed offset: then somebody has set the offset anew.</summary>
    /// <param name="text">What stands beside the committed offset; null where nothing does.</param>
    /// <param name="committed">The committed offset.</param>
    public static FinishedOffsets Read(string? text, long committed)
    {
        string[] parts = text?.Split(Between) ?? [];
        if (parts.Length != 4 || parts[0] != Version || !TryRead(parts[1], out long writtenWith) || writtenWith != committed
            || (parts[2].Length > 0 && !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return None;
        }

        List<OffsetRun> runs = [];
        long next = committed;
        string[] lengths = parts[3].Split(BetweenLengths);
        for (int index = 0; index + 1 < lengths.Length; index += 2)
        {
            if (!TryRead(lengths[index], out long unfinished) || !TryRead(lengths[index + 1], out long finished)
                || finished == 0 || unfinished > long.MaxValue - next || finished > long.MaxValue - next - unfinished)
            {
                return None;
            }

            runs.Add(new OffsetRun(next + unfinished, next + unfinished + finished));
            next = runs[^1].To;
        }

        return Of(runs, parts[2].Length > 0 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : null);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
