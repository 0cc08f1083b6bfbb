using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Formats;

/// <summary>The latency objective a record or a request asks for. Pure.</summary>
public static class LatencyObjective
{
    /// <summary>The header that carries it, in milliseconds.</summary>
    public const string Header = "padener-latency-objective-ms";

    private const long Longest = 24 * 60 * 60 * 1000;

    /// <summary>The record's own objective; the given one where it has none, or one that is no whole number of milliseconds from 1 to a day.</summary>
    public static TimeSpan Of(IReadOnlyList<RecordHeader> headers, TimeSpan otherwise) => Parse(RecordHeaders.FindText(headers, Header)) ?? otherwise;

    /// <summary>The objective of a header's value; null where it is no whole number of milliseconds from 1 to a day.</summary>
    public static TimeSpan? Parse(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds is >= 1 and <= Longest
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}
