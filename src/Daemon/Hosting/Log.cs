using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Hosting;

/// <summary>What the composition logs.</summary>
internal static partial class Log
{
    [LoggerMessage(8100, LogLevel.Information, "{Name}: {Value}")]
    public static partial void Fact(this ILogger logger, string name, string value);

    [LoggerMessage(8101, LogLevel.Information, "Started. Health, metrics and status page on {Address}")]
    public static partial void DaemonStarted(this ILogger logger, Uri address);

    [LoggerMessage(8102, LogLevel.Information, "{Reason}: finishing what is in flight, for {Timeout} at most; a second signal gives it up")]
    public static partial void Draining(this ILogger logger, string reason, TimeSpan timeout);

    [LoggerMessage(8103, LogLevel.Warning, "Not everything ended in time: {Reason}")]
    public static partial void StopIncomplete(this ILogger logger, string reason);

    [LoggerMessage(8104, LogLevel.Information, "Stopped after {Seconds:0.0} s; {Documents} documents published, {DeadLetters} dead letters in this run")]
    public static partial void DaemonStopped(this ILogger logger, double seconds, long documents, long deadLetters);

    [LoggerMessage(8105, LogLevel.Warning, "systemd was not told {State}: {Reason}")]
    public static partial void NotNotified(this ILogger logger, string state, string reason);
}
