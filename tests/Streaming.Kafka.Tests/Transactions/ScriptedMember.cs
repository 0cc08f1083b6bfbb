using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Tests.Transactions;

/// <summary>A member of a group whose committed offset is a number.</summary>
internal sealed class ScriptedMember : IGroupMember
{
    /// <summary>Whether it is a member.</summary>
    public bool IsMember { get; set; } = true;

    /// <summary>What brokers say is committed.</summary>
    public long CommittedOffset { get; set; } = -1001;

    /// <summary>What stands beside it.</summary>
    public string? Beside { get; set; }

    /// <summary>What they say of partitions but the first.</summary>
    public long OthersOffset { get; set; }

    /// <summary>Failures of the next questions about it.</summary>
    public Queue<Exception> Failures { get; } = new();

    /// <summary>Happens when the membership was read.</summary>
    public Action Read { get; set; } = static () => { };

    /// <summary>Has the consumer be left behind for a new one when cancelled.</summary>
    public CancellationTokenSource Renewal { get; set; } = new();

    public CancellationToken Renewed => Renewal.Token;

    public IConsumerGroupMetadata? Membership()
    {
        Read();
        return IsMember ? new Metadata() : null;
    }

    public MarkedOffset Committed(SourcePartition partition, TimeSpan timeout) => Failures.TryDequeue(out Exception? failure)
        ? throw failure
        : new MarkedOffset(new TopicPartition(partition.Topic, partition.Number), partition.Number == 0 ? CommittedOffset : OthersOffset, Beside);

    private sealed class Metadata : IConsumerGroupMetadata;
}
