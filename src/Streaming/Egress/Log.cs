using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>What publishing says; ids 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Warning, "{Position} goes to the dead-letter topic: {Fault}: {Detail}")]
    public static partial void RecordDeadLettered(this ILogger logger, SourcePosition position, string fault, string detail);

    [LoggerMessage(3001, LogLevel.Debug, "Committed {Records} records, {Watermarks} watermarks in {Milliseconds:F1} ms")]
    public static partial void BatchCommitted(this ILogger logger, int records, int watermarks, double milliseconds);

    [LoggerMessage(3002, LogLevel.Information, "{Records} results dropped: their partitions were taken away, another member publishes them")]
    public static partial void ResultsVoided(this ILogger logger, int records);

    [LoggerMessage(3003, LogLevel.Warning, "{Watermarks} watermarks could not be committed now; they are committed again with the next batch")]
    public static partial void WatermarksDeferred(this ILogger logger, int watermarks);

    [LoggerMessage(3004, LogLevel.Warning, "Drain time-out: records in flight are left to the next start")]
    public static partial void DrainAbandoned(this ILogger logger);

    [LoggerMessage(3005, LogLevel.Critical, "Publishing failed; the daemon stops. Nothing is lost: unfinished records are read again at the next start")]
    public static partial void PublishingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Information, "Last commit made; {Records} records left in flight")]
    public static partial void LastCommitMade(this ILogger logger, int records);

    [LoggerMessage(3007, LogLevel.Warning, "The source did not close within {Seconds:F1} s; the process ends without it")]
    public static partial void SourceNotClosed(this ILogger logger, double seconds);

    [LoggerMessage(3008, LogLevel.Warning, "{Watermarks} watermarks could not be committed to the last: their records are left to the next start")]
    public static partial void LastCommitDeferred(this ILogger logger, int watermarks);
}
