using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ingress;

/// <summary>What intake says; ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Reading documents; up to {Records} records or {Bytes} bytes in flight")]
    public static partial void IntakeStarted(this ILogger logger, int records, long bytes);

    [LoggerMessage(2001, LogLevel.Information, "Partition {Partition} assigned, epoch {Epoch}")]
    public static partial void PartitionAssigned(this ILogger logger, SourcePartition partition, AssignmentEpoch epoch);

    [LoggerMessage(2002, LogLevel.Information, "Partition {Partition} revoked; {InFlight} records in flight go back to the broker")]
    public static partial void PartitionRevoked(this ILogger logger, SourcePartition partition, int inFlight);

    [LoggerMessage(2003, LogLevel.Warning, "Partition {Partition} lost; {InFlight} records in flight go back to the broker")]
    public static partial void PartitionLost(this ILogger logger, SourcePartition partition, int inFlight);

    [LoggerMessage(2004, LogLevel.Debug, "Fetching paused: {Records} records, {Bytes} bytes in flight")]
    public static partial void FetchingPaused(this ILogger logger, int records, long bytes);

    [LoggerMessage(2005, LogLevel.Debug, "Fetching resumed: {Records} records, {Bytes} bytes in flight")]
    public static partial void FetchingResumed(this ILogger logger, int records, long bytes);

    [LoggerMessage(2006, LogLevel.Information, "Intake ended; {Records} records in flight are being finished")]
    public static partial void IntakeEnded(this ILogger logger, int records);

    [LoggerMessage(2007, LogLevel.Critical, "Reading failed; the daemon stops. Nothing is lost: unfinished records are read again at the next start")]
    public static partial void ReadingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2008, LogLevel.Information, "Source closed")]
    public static partial void SourceClosed(this ILogger logger);

    [LoggerMessage(2009, LogLevel.Debug, "Fetching of {Partition} paused: {Records} records, {Bytes} bytes of it in flight")]
    public static partial void PartitionPaused(this ILogger logger, SourcePartition partition, int records, long bytes);

    [LoggerMessage(2010, LogLevel.Debug, "Fetching of {Partition} resumed: {Records} records, {Bytes} bytes of it in flight")]
    public static partial void PartitionResumed(this ILogger logger, SourcePartition partition, int records, long bytes);

    [LoggerMessage(2011, LogLevel.Error, "The partition stands still at {Position}, other partitions go on: its dead letter is not taken: {Reason}. Nothing is skipped; restart the daemon then")]
    public static partial void PartitionHalted(this ILogger logger, SourcePosition position, string reason);

    [LoggerMessage(2012, LogLevel.Warning, "Partitions go to another member, and what is finished of them was not committed within {Seconds} s: it does that again")]
    public static partial void RevokedUncommitted(this ILogger logger, double seconds);
}
