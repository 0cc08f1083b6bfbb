using System.Collections.Frozen;
using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>
/// Error of a transactional call -> what it leads to. Pure. The client says which errors an abort cures; of all others, time-outs among them, the outcome
/// is not known, and a request that is still on its way could end a later transaction of the same producer: only a new producer is safe then, because
/// its start ends what is open and bars what is late. A fenced group instance is none of ours here: for a moment a member that has joined again is told so
/// too, and one that is fenced indeed hears it as its consumer.
/// </summary>
internal static class TransactionErrors
{
    private static readonly FrozenSet<ErrorCode> Fences = FrozenSet.Create(
        ErrorCode.Local_Fenced, ErrorCode.ProducerFenced, ErrorCode.InvalidProducerEpoch);

    private static readonly FrozenSet<ErrorCode> NotAllowed = FrozenSet.Create(
        ErrorCode.TransactionalIdAuthorizationFailed,
        ErrorCode.ClusterAuthorizationFailed,
        ErrorCode.TopicAuthorizationFailed,
        ErrorCode.GroupAuthorizationFailed,
        ErrorCode.SaslAuthenticationFailed,
        ErrorCode.Local_Authentication,
        ErrorCode.InvalidTransactionTimeout,
        ErrorCode.OffsetMetadataTooLarge,
        ErrorCode.UnsupportedVersion,
        ErrorCode.UnsupportedForMessageFormat,
        ErrorCode.Local_UnsupportedFeature);

    /// <summary>What an error leads to.</summary>
    public static TransactionTrouble Of(KafkaException exception) => exception switch
    {
        _ when NotAllowed.Contains(exception.Error.Code) => TransactionTrouble.Stop,
        KafkaTxnRequiresAbortException => TransactionTrouble.Abort,
        _ when Fences.Contains(exception.Error.Code) => TransactionTrouble.Fenced,
        _ => TransactionTrouble.Rebuild,
    };
}
