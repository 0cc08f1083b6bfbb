using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>What a transaction has to know of the consumer whose offsets it commits. From any thread.</summary>
internal interface IGroupMember
{
    /// <summary>
    /// Our membership as the client has it now; null where we are no member, because brokers would then take the offsets without asking whose they are, and where
    /// we are another member than the one that was given our partitions. To be read before the assignment is asked which partitions are ours: a partition that
    /// is still ours after it was ours in this membership too, since one that is taken away is first dropped and only then does the membership change.
    /// </summary>
    IConsumerGroupMetadata? Membership();

    /// <summary>Cancelled when its consumer is left behind for a new one: what is under way is of no use, and the producer is not trusted either.</summary>
    CancellationToken Renewed { get; }

    /// <summary>The committed offset of a partition, once no transaction is open on it, and what stands beside it. Blocks.</summary>
    /// <exception cref="KafkaException">It was not answered in time.</exception>
    MarkedOffset Committed(SourcePartition partition, TimeSpan timeout);
}
