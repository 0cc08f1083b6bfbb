using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Extraction;

/// <summary>What extraction logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Lanes} lanes started on {Device}, pinned to cores: {Pinned}")]
    public static partial void LanesStarted(this ILogger logger, int lanes, string device, bool pinned);

    [LoggerMessage(1001, LogLevel.Information, "All lanes have finished what they were given")]
    public static partial void LanesDrained(this ILogger logger);

    [LoggerMessage(1002, LogLevel.Warning, "Gave up what was in decoding; it will be read again")]
    public static partial void LanesAbandoned(this ILogger logger);

    [LoggerMessage(1003, LogLevel.Critical, "A lane failed; what was in decoding is not published and will be read again")]
    public static partial void LaneFailed(this ILogger logger, Exception failure);

    [LoggerMessage(1004, LogLevel.Warning, "Gave up planning; what was not planned will be read again")]
    public static partial void PlanningAbandoned(this ILogger logger);

    [LoggerMessage(EventId = 1005, Message = "{Line}")]
    public static partial void NativeLine(this ILogger logger, LogLevel level, string line);
}
