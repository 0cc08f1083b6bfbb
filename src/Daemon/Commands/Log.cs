using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Commands;

/// <summary>What the verbs log.</summary>
internal static partial class Log
{
    [LoggerMessage(8000, LogLevel.Critical, "The daemon cannot start: {Reason}")]
    public static partial void StartFailed(this ILogger logger, string reason);
}
