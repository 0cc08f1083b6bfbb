using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka;

/// <summary>What the Kafka clients say; ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Joining group {Group} for topic {Topic} at {Brokers}")]
    public static partial void GroupJoining(this ILogger logger, string group, string topic, string brokers);

    [LoggerMessage(4001, LogLevel.Warning, "No answer from {Brokers} yet: {Trouble}; trying again")]
    public static partial void BrokersNotReached(this ILogger logger, string brokers, string trouble);

    [LoggerMessage(4003, LogLevel.Critical, "Client cannot go on: {Code}: {Reason}")]
    public static partial void ClientFailed(this ILogger logger, ErrorCode code, string reason);

    [LoggerMessage(EventId = 4004, Message = "{Client} {Facility}: {Text}")]
    public static partial void ClientLogged(this ILogger logger, LogLevel level, string client, string facility, string text);

    [LoggerMessage(EventId = 4020, Message = "{Client} {Facility}: {Lines} more such lines in {Seconds:0} s, the last: {Text}")]
    public static partial void ClientRepeats(this ILogger logger, LogLevel level, string client, string facility, int lines, double seconds, string text);

    [LoggerMessage(4021, LogLevel.Information, "{Client} {Facility}: no more of this, after {Lines} lines in {Seconds:0} s: {Text}")]
    public static partial void ClientQuiet(this ILogger logger, string client, string facility, int lines, double seconds, string text);

    [LoggerMessage(4005, LogLevel.Warning, "Reading: {Code}: {Reason}; the client goes on")]
    public static partial void ConsumeTrouble(this ILogger logger, ErrorCode code, string reason);

    [LoggerMessage(4006, LogLevel.Warning, "Committing offsets: {Code}: {Reason}; tried again")]
    public static partial void CommitTrouble(this ILogger logger, ErrorCode code, string reason);

    [LoggerMessage(4007, LogLevel.Warning, "Partition {Partition} went back from offset {Expected} to {Read}: its log was cut; it starts over")]
    public static partial void WentBack(this ILogger logger, SourcePartition partition, long expected, long read);

    [LoggerMessage(4008, LogLevel.Debug, "Lag of {Partition} is not known: {Code}: {Reason}")]
    public static partial void LagUnknown(this ILogger logger, SourcePartition partition, ErrorCode code, string reason);

    [LoggerMessage(4009, LogLevel.Warning, "Closing the consumer: {Code}: {Reason}")]
    public static partial void CloseFailed(this ILogger logger, ErrorCode code, string reason);

    [LoggerMessage(4010, LogLevel.Warning, "{Records} records were refused only because of others they were sent with, and taken one by one: the topic's max.message.bytes is below the client's batch.size; set Kafka:Producer:batch_size to less than it")]
    public static partial void SetRefused(this ILogger logger, int records);

    [LoggerMessage(4012, LogLevel.Warning, "{What}: {Code}: {Reason}; tried again with the next poll")]
    public static partial void SteeringTrouble(this ILogger logger, string what, ErrorCode code, string reason);

    [LoggerMessage(4011, LogLevel.Warning, "Partition {Partition}: records from {From} on are not committed and still there; they are read again")]
    public static partial void GoesBack(this ILogger logger, SourcePartition partition, long from);

    [LoggerMessage(4013, LogLevel.Information, "Transactions are written as {Id}; what an earlier daemon of that name left open is ended")]
    public static partial void TransactionsReady(this ILogger logger, string id);

    [LoggerMessage(4014, LogLevel.Warning, "Transactions as {Id} are not possible yet: {Code}: {Reason}; tried again")]
    public static partial void TransactionsNotReady(this ILogger logger, string id, ErrorCode code, string reason);

    [LoggerMessage(4015, LogLevel.Warning, "Transaction: {Code}: {Reason}")]
    public static partial void TransactionTrouble(this ILogger logger, ErrorCode code, string reason);

    [LoggerMessage(4016, LogLevel.Warning, "The producer of transactions as {Id} is discarded ({Reason}); a new one ends what it left")]
    public static partial void ProducerDiscarded(this ILogger logger, string id, string reason);

    [LoggerMessage(4036, LogLevel.Warning, "Put out of group {Group} and let in again as another member: {Partitions} partitions that the client has kept were others' meanwhile, and are read again from where they are committed")]
    public static partial void MemberAnew(this ILogger logger, string group, int partitions);

    [LoggerMessage(4018, LogLevel.Warning, "The name {Name} in group {Group} is another member's: one that runs, or one that was killed and whose session has not ended; asked again")]
    public static partial void NameTaken(this ILogger logger, string? name, string group);

    [LoggerMessage(4028, LogLevel.Warning, "Group {Group} has members of the classic group protocol, or had until their sessions end, which brokers cannot take over; asked again")]
    public static partial void GroupIsClassic(this ILogger logger, string group);

    [LoggerMessage(4019, LogLevel.Information, "Files of secrets or certificates have changed; a client is made anew from them")]
    public static partial void FilesChanged(this ILogger logger);

    [LoggerMessage(4026, LogLevel.Warning, "Files of secrets or certificates have changed and no client can be made from them: {Trouble}; the one that is there goes on")]
    public static partial void FilesUnfit(this ILogger logger, string trouble);

    [LoggerMessage(4017, LogLevel.Information, "The transaction whose end was unclear is {State}")]
    public static partial void UnclearSettled(this ILogger logger, string state);

    [LoggerMessage(4022, LogLevel.Debug, "Ends of partitions are not known: {Code}: {Reason}")]
    public static partial void EndsUnknown(this ILogger logger, ErrorCode code, string reason);

    [LoggerMessage(4023, LogLevel.Warning, "Where {Partition} is committed is not known yet, and nothing of it is taken until then: {Code}: {Reason}")]
    public static partial void BeginUnknown(this ILogger logger, SourcePartition partition, ErrorCode code, string reason);

    [LoggerMessage(4024, LogLevel.Warning, "The client began {Partition} at {First}, and it is committed up to {From}: it goes there")]
    public static partial void BeginsElsewhere(this ILogger logger, SourcePartition partition, long first, long from);

    [LoggerMessage(4025, LogLevel.Warning, "The consumer is left behind, a new one joins the group; what was in flight is read again")]
    public static partial void ConsumerRenewed(this ILogger logger);

    [LoggerMessage(4032, LogLevel.Warning, "Partition {Partition}: what is finished past its committed offset is not known: {Code}: {Reason}; asked again before a record of it is taken")]
    public static partial void FinishedUnknown(this ILogger logger, SourcePartition partition, ErrorCode code, string reason);

    [LoggerMessage(4033, LogLevel.Information, "Partition {Partition}: {Offsets} offsets past {Committed}, where it is committed, are finished and not done again")]
    public static partial void FinishedKnown(this ILogger logger, SourcePartition partition, long offsets, long committed);

    [LoggerMessage(4031, LogLevel.Warning, "{Topic} does not take the timestamp {Timestamp} of a record: what lies as far from the present has the broker's time from now on, and its own in the header padener-source-timestamp")]
    public static partial void TimestampRefused(this ILogger logger, string topic, long? timestamp);

    [LoggerMessage(4030, LogLevel.Warning, "How many partitions {Topic} has is not known yet: {Code}; tried again")]
    public static partial void PartitionsUnknown(this ILogger logger, string topic, ErrorCode code);

    [LoggerMessage(4035, LogLevel.Warning, "The name {InstanceId} in group {GroupId} was taken from us just after our session had ended: one of our own requests may have overtaken another. A new client joins")]
    public static partial void FencedByOurselves(this ILogger logger, string? instanceId, string groupId);

    [LoggerMessage(4034, LogLevel.Debug, "What a {Kind} tells of itself cannot be read: {Trouble}")]
    public static partial void StatisticsUnreadable(this ILogger logger, ClientKind kind, string trouble);
}
