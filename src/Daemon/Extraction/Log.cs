using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Extraction;

/// <summary>What extraction logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Lanes} lanes started on {Device}, pinned to cores: {Pinned}")]
    public static partial void LanesStarted(this ILogger logger, int lanes, string device, bool pinned);

    [LoggerMessage(1001, LogLevel.Information, "All lanes have finished what they had begun")]
    public static partial void LanesDrained(this ILogger logger);

    [LoggerMessage(1002, LogLevel.Warning, "Gave up what was in decoding; it will be read again")]
    public static partial void LanesAbandoned(this ILogger logger);

    [LoggerMessage(1003, LogLevel.Critical, "The engine failed; what it held is not published and will be read again")]
    public static partial void EngineFailed(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 1005, Message = "{Line}")]
    public static partial void NativeLine(this ILogger logger, LogLevel level, string line);

    [LoggerMessage(1004, LogLevel.Information, "What was not decoded within {Seconds} s of the stop is given back: it is read again")]
    public static partial void RestGivenBack(this ILogger logger, double seconds);
}
