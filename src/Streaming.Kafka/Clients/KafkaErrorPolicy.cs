using System.Collections.Frozen;
using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>
/// Error -> reaction. Pure. A fatal error always stops the daemon, and so does a code that has no row here: going on after an error nobody has thought
/// about is how records get lost.
/// </summary>
internal static class KafkaErrorPolicy
{
    /// <summary>Every code we have thought about.</summary>
    public static FrozenDictionary<(KafkaCall Call, ErrorCode Code), KafkaReaction> Table { get; } =
        Consume().Concat(Produce()).Concat(Commit()).Concat(Pause()).Concat(Seek()).ToFrozenDictionary();

    /// <summary>Steering the consumer is the client's own business: what keeps it from it passes, and so few of it comes from brokers.</summary>
    private static ErrorCode[] Passing =>
    [
        ErrorCode.Local_State,
        ErrorCode.Local_InProgress,
        ErrorCode.Local_PrevInProgress,
        ErrorCode.Local_Outdated,
        ErrorCode.Local_TimedOut,
        ErrorCode.Local_TimedOutQueue,
        ErrorCode.Local_Transport,
        ErrorCode.Local_AllBrokersDown,
        ErrorCode.Local_WaitCoord,
        ErrorCode.Local_Retry,
        ErrorCode.Local_MaxPollExceeded,
    ];

    private static ErrorCode[] Hopeless =>
    [
        ErrorCode.Local_InvalidArg,
        ErrorCode.Local_Destroy,
        ErrorCode.Local_Fenced,
        ErrorCode.Local_Authentication,
        ErrorCode.Local_NotImplemented,
    ];

    /// <summary>What to do about an error.</summary>
    public static KafkaReaction React(KafkaCall call, ErrorCode code, bool isFatal)
    {
        if (isFatal || code == ErrorCode.Local_Fatal)
        {
            return KafkaReaction.Stop;
        }

        // What the client reports on its own it also handles on its own; what it cannot handle comes as fatal or from a call.
        return call == KafkaCall.Report ? KafkaReaction.GoOn : Table.GetValueOrDefault((call, code), KafkaReaction.Stop);
    }

    private static IEnumerable<KeyValuePair<(KafkaCall, ErrorCode), KafkaReaction>> Consume() => Rows(
        KafkaCall.Consume,
        (KafkaReaction.GoOn,
        [
            // The client fetches again by itself.
            ErrorCode.Local_Transport,
            ErrorCode.Local_AllBrokersDown,
            ErrorCode.Local_Resolve,
            ErrorCode.Local_TimedOut,
            ErrorCode.Local_TimedOutQueue,
            ErrorCode.Local_WaitCoord,
            ErrorCode.Local_PartitionEOF,
            ErrorCode.Local_Retry,
            ErrorCode.RequestTimedOut,
            ErrorCode.NetworkException,
            ErrorCode.LeaderNotAvailable,
            ErrorCode.NotLeaderForPartition,
            ErrorCode.ReplicaNotAvailable,
            ErrorCode.BrokerNotAvailable,
            ErrorCode.UnknownLeaderEpoch,
            ErrorCode.FencedLeaderEpoch,
            ErrorCode.OffsetNotAvailable,
            ErrorCode.KafkaStorageError,
            ErrorCode.ThrottlingQuotaExceeded,
            ErrorCode.GroupCoordinatorNotAvailable,
            ErrorCode.NotCoordinatorForGroup,
            ErrorCode.GroupLoadInProgress,
            ErrorCode.RebalanceInProgress,
            ErrorCode.IllegalGeneration,
            ErrorCode.UnknownMemberId,
            ErrorCode.FencedMemberEpoch,
            ErrorCode.StaleMemberEpoch,
            // The poll thread was held up for too long; the client joins again with the next poll.
            ErrorCode.Local_MaxPollExceeded,
            // The topic was there when we started: it is being deleted or its metadata is on its way. Recreated, it is found again.
            ErrorCode.UnknownTopicOrPart,
            ErrorCode.UnknownTopicId,
        ]),
        (KafkaReaction.Stop,
        [
            ErrorCode.TopicAuthorizationFailed,
            ErrorCode.GroupAuthorizationFailed,
            ErrorCode.SaslAuthenticationFailed,
            ErrorCode.Local_Authentication,
            ErrorCode.Local_UnknownTopic,
            ErrorCode.Local_UnknownPartition,
            ErrorCode.Local_UnknownGroup,
            // Only with Kafka:OffsetReset=Error.
            ErrorCode.Local_AutoOffsetReset,
            ErrorCode.OffsetOutOfRange,
            // Bytes that are not what the broker wrote: reading on would skip records.
            ErrorCode.Local_BadMsg,
            ErrorCode.Local_BadCompression,
            ErrorCode.Local_NotImplemented,
            ErrorCode.InvalidMsg,
            ErrorCode.MsgSizeTooLarge,
            ErrorCode.UnsupportedVersion,
            ErrorCode.InconsistentGroupProtocol,
            ErrorCode.InvalidSessionTimeout,
            ErrorCode.GroupMaxSizeReached,
            ErrorCode.UnsupportedAssignor,
            ErrorCode.FencedInstanceId,
            // The source waits with these two: sessions end.
            ErrorCode.GroupIdNotFound,
            ErrorCode.UnreleasedInstanceId,
            ErrorCode.Local_Fenced,
            ErrorCode.Local_Application,
            ErrorCode.Local_KeyDeserialization,
            ErrorCode.Local_ValueDeserialization,
        ]));

    private static IEnumerable<KeyValuePair<(KafkaCall, ErrorCode), KafkaReaction>> Produce() => Rows(
        KafkaCall.Produce,
        (KafkaReaction.Again,
        [
            // The client's own queue is full for the moment. All other errors that pass are retried inside the client until Kafka:WriteTimeout.
            ErrorCode.Local_QueueFull,
        ]),
        (KafkaReaction.Reject,
        [
            ErrorCode.MsgSizeTooLarge,
            ErrorCode.RecordListTooLarge,
        ]),
        (KafkaReaction.Retime,
        [
            ErrorCode.InvalidTimestamp,
            ErrorCode.Local_InvalidDifferentRecord,
        ]),
        (KafkaReaction.Stop,
        [
            ErrorCode.Local_MsgTimedOut,
            ErrorCode.Local_UnknownTopic,
            ErrorCode.Local_UnknownPartition,
            ErrorCode.Local_Authentication,
            ErrorCode.Local_PurgeQueue,
            ErrorCode.Local_PurgeInflight,
            ErrorCode.Local_Fenced,
            ErrorCode.Local_KeySerialization,
            ErrorCode.Local_ValueSerialization,
            ErrorCode.UnknownTopicOrPart,
            ErrorCode.TopicAuthorizationFailed,
            ErrorCode.ClusterAuthorizationFailed,
            ErrorCode.SaslAuthenticationFailed,
            ErrorCode.TopicException,
            ErrorCode.InvalidRecord,
            ErrorCode.InvalidMsg,
            ErrorCode.InvalidRequiredAcks,
            ErrorCode.NotEnoughReplicas,
            ErrorCode.NotEnoughReplicasAfterAppend,
            ErrorCode.OutOfOrderSequenceNumber,
            ErrorCode.InvalidProducerEpoch,
            ErrorCode.UnknownProducerId,
            ErrorCode.UnsupportedForMessageFormat,
            ErrorCode.PolicyViolation,
        ]));

    private static IEnumerable<KeyValuePair<(KafkaCall, ErrorCode), KafkaReaction>> Commit() => Rows(
        KafkaCall.Commit,
        (KafkaReaction.GoOn,
        [
            // Nothing to commit: it is committed already.
            ErrorCode.Local_NoOffset,
        ]),
        (KafkaReaction.Again,
        [
            ErrorCode.Local_Transport,
            ErrorCode.Local_AllBrokersDown,
            ErrorCode.Local_Resolve,
            ErrorCode.Local_TimedOut,
            ErrorCode.Local_TimedOutQueue,
            ErrorCode.Local_WaitCoord,
            ErrorCode.Local_Retry,
            ErrorCode.Local_InProgress,
            ErrorCode.RequestTimedOut,
            ErrorCode.NetworkException,
            ErrorCode.GroupCoordinatorNotAvailable,
            ErrorCode.NotCoordinatorForGroup,
            ErrorCode.GroupLoadInProgress,
            ErrorCode.RebalanceInProgress,
            ErrorCode.UnstableOffsetCommit,
            ErrorCode.ThrottlingQuotaExceeded,
            ErrorCode.KafkaStorageError,
            ErrorCode.NotEnoughReplicas,
            ErrorCode.NotEnoughReplicasAfterAppend,
            ErrorCode.LeaderNotAvailable,
            ErrorCode.NotLeaderForPartition,
            // The group has moved on without us. Either the partitions are lost, which the handler says, or we join again and still have them.
            ErrorCode.IllegalGeneration,
            ErrorCode.UnknownMemberId,
            ErrorCode.StaleMemberEpoch,
            ErrorCode.FencedMemberEpoch,
            ErrorCode.Local_State,
            ErrorCode.Local_AssignmentLost,
            // The topic is being deleted or its metadata is on its way.
            ErrorCode.UnknownTopicOrPart,
        ]),
        (KafkaReaction.Stop,
        [
            ErrorCode.TopicAuthorizationFailed,
            ErrorCode.GroupAuthorizationFailed,
            ErrorCode.SaslAuthenticationFailed,
            ErrorCode.Local_Authentication,
            ErrorCode.OffsetMetadataTooLarge,
            ErrorCode.InvalidCommitOffsetSize,
            ErrorCode.InvalidGroupId,
            ErrorCode.FencedInstanceId,
            ErrorCode.Local_Fenced,
            ErrorCode.UnsupportedVersion,
        ]));

    private static IEnumerable<KeyValuePair<(KafkaCall, ErrorCode), KafkaReaction>> Pause() => Rows(
        KafkaCall.Pause,
        (KafkaReaction.GoOn,
        [
            // The partition has just been taken away, which the handler says: there is nothing to fetch or not to fetch.
            ErrorCode.Local_UnknownPartition,
            ErrorCode.Local_UnknownTopic,
            ErrorCode.Local_AssignmentLost,
            ErrorCode.UnknownTopicOrPart,
        ]),
        (KafkaReaction.Again, Passing),
        (KafkaReaction.Stop, Hopeless));

    private static IEnumerable<KeyValuePair<(KafkaCall, ErrorCode), KafkaReaction>> Seek() => Rows(
        KafkaCall.Seek,
        (KafkaReaction.GoOn,
        [
            // The partition has just been taken away, which the handler says: nothing is read from it, here or there.
            ErrorCode.Local_UnknownPartition,
            ErrorCode.Local_UnknownTopic,
            ErrorCode.Local_AssignmentLost,
            ErrorCode.UnknownTopicOrPart,
        ]),
        // Going on where it stands would skip records: nothing is taken from the partition until it has gone back.
        (KafkaReaction.Again, Passing),
        (KafkaReaction.Stop, Hopeless));

    private static IEnumerable<KeyValuePair<(KafkaCall, ErrorCode), KafkaReaction>> Rows(
        KafkaCall call,
        params (KafkaReaction Reaction, ErrorCode[] Codes)[] groups) =>
        groups.SelectMany(group => group.Codes.Select(code => KeyValuePair.Create((call, code), group.Reaction)));
}
