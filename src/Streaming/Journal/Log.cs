using Microsoft.Extensions.Logging;

namespace PaDeNer.Streaming.Journal;

/// <summary>What the journal says; ids 2100 to 2199.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "The process before ended with {InDecoding} documents in decoding; {Suspects} that may have ended it are decoded one at a time")]
    public static partial void SuspectsFound(this ILogger logger, int inDecoding, int suspects);

    [LoggerMessage(2101, LogLevel.Information, "{Place} is decoded alone; the process ended {Ends} times while it was")]
    public static partial void DocumentAlone(this ILogger logger, string place, int ends);

    [LoggerMessage(2102, LogLevel.Error, "{Place} is not decoded any more: the process ended each of the {Ends} times that it was alone in decoding")]
    public static partial void DocumentGivenUp(this ILogger logger, string place, int ends);

    [LoggerMessage(2103, LogLevel.Error, "The journal cannot be written and is off until the next start: a document that ends the process would not be found")]
    public static partial void JournalFailed(this ILogger logger, Exception failure);
}
