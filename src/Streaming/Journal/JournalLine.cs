using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Journal;

/// <summary>A line of the journal: <c>event partition offset count topic</c>. Text, so that people can read it; no word of any document.</summary>
/// <param name="Event">What it says.</param>
/// <param name="Place">Of which record or partition.</param>
/// <param name="Count">How often; 0 where nothing is counted.</param>
internal readonly record struct JournalLine(JournalEvent Event, JournalPlace Place, int Count = 0)
{
    private const int Fields = 5;

    /// <summary>Reads a line. One that was cut off, or that another version wrote, is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JournalLine? line)
    {
        string[] fields = text.Split(' ', Fields);
        line = fields.Length == Fields
            && Enum.TryParse(fields[0], out JournalEvent what)
            && Enum.GetName(what) == fields[0] // numbers and lists of names can be parsed too, and nobody wrote them
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                ? new JournalLine(what, new JournalPlace(new SourcePartition(fields[4], number), offset), count)
                : null;
        return line is not null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Event} {Place.Partition.Number} {Place.Offset} {Count} {Place.Partition.Topic}");
}
