using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Hosting;

/// <summary>What the composition logs.</summary>
internal static partial class Log
{
    [LoggerMessage(8100, LogLevel.Information, "{Name}: {Value}")]
    public static partial void Fact(this ILogger logger, string name, string value);

    [LoggerMessage(8101, LogLevel.Information, "Started. Health, metrics and status page on {Address}")]
    public static partial void DaemonStarted(this ILogger logger, Uri address);

    [LoggerMessage(8106, LogLevel.Information, "The API, and a page to try it, on {Address}")]
    public static partial void ApiStarted(this ILogger logger, Uri address);

    [LoggerMessage(8102, LogLevel.Information, "{Reason}: finishing what is in flight, for {Timeout} at most; a second signal gives it up")]
    public static partial void Draining(this ILogger logger, string reason, TimeSpan timeout);

    [LoggerMessage(8103, LogLevel.Warning, "Not everything ended in time: {Reason}")]
    public static partial void StopIncomplete(this ILogger logger, string reason);

    [LoggerMessage(8104, LogLevel.Information, "Stopped after {Seconds:0.0} s; {Documents} documents published, {DeadLetters} dead letters in this run")]
    public static partial void DaemonStopped(this ILogger logger, double seconds, long documents, long deadLetters);

    [LoggerMessage(8105, LogLevel.Warning, "systemd was not told {State}: {Reason}")]
    public static partial void NotNotified(this ILogger logger, string state, string reason);

    [LoggerMessage(8110, LogLevel.Error, "The stream stands still: lag {Lag}, {InFlight} records in flight, {Documents} documents wait for the engine and {Outcomes} outcomes for the publisher; the poll thread is {Reading} and was last seen {Seconds:0} s ago, the publisher is at {Publishing}")]
    public static partial void StreamStands(this ILogger logger, string lag, int inFlight, int documents, int outcomes, string reading, double seconds, string publishing);

    [LoggerMessage(8111, LogLevel.Error, "{Partition}")]
    public static partial void PartitionStands(this ILogger logger, string partition);

    [LoggerMessage(8112, LogLevel.Error, "The Kafka clients are made anew; what is in flight is read again")]
    public static partial void StreamRenewed(this ILogger logger);

    [LoggerMessage(8113, LogLevel.Critical, "{Reason} The process ends, so that a supervisor starts it again")]
    public static partial void StreamStalled(this ILogger logger, string reason);
}
