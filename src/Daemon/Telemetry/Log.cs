using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>What telemetry logs.</summary>
internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Information, "Metrics are also sent to {Collector}")]
    public static partial void MetricsSent(this ILogger logger, string collector);

    [LoggerMessage(9001, LogLevel.Warning, "Metrics: {Trouble}")]
    public static partial void MetricsTrouble(this ILogger logger, string trouble);
}
