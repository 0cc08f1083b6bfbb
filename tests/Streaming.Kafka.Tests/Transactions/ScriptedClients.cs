using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;

namespace PaDeNer.Streaming.Kafka.Tests.Transactions;

/// <summary>Gives the producers a test has prepared, one after the other, and then ones that do all they are told.</summary>
internal sealed class ScriptedClients(params ScriptedProducer[] prepared) : IKafkaClients
{
    private readonly Queue<ScriptedProducer> _prepared = new(prepared);

    /// <summary>Those that were given, in order.</summary>
    public List<ScriptedProducer> Given { get; } = [];

    /// <summary>The ids they were made for.</summary>
    public HashSet<string> Ids { get; } = [];

    /// <summary>Whether no client can be made any more.</summary>
    public bool Unfit { get; set; }

    public IProducer<byte[]?, byte[]?> TransactionalProducer(string id, TimeSpan timeout)
    {
        if (Unfit)
        {
            throw new InvalidOperationException("no client from these files");
        }

        Ids.Add(id);
        Given.Add(_prepared.TryDequeue(out ScriptedProducer? next) ? next : new ScriptedProducer());
        return Given[^1];
    }

    /// <summary>What stood beside the offsets that were sent last.</summary>
    public IReadOnlyList<string?> Beside { get; private set; } = [];

    public void SendOffsets(IProducer<byte[]?, byte[]?> producer, IReadOnlyList<MarkedOffset> offsets, IConsumerGroupMetadata member, TimeSpan timeout)
    {
        Beside = [.. offsets.Select(static one => one.Metadata)];
        producer.SendOffsetsToTransaction(offsets.Select(static one => new TopicPartitionOffset(one.Partition, one.Offset)), member, timeout);
    }

    public ConsumerBuilder<byte[]?, byte[]?> Consumer(Action<Error> fatal) => throw new NotSupportedException();

    public IProducer<byte[]?, byte[]?> Producer() => throw new NotSupportedException();

    public IConsumer<byte[]?, byte[]?> Reader() => throw new NotSupportedException();

    /// <summary>Topics that brokers say are not there.</summary>
    public HashSet<string> Missing { get; } = [];

    public TopicQuestion Ask(string topic, TimeSpan timeout) =>
        Missing.Contains(topic) ? new TopicQuestion(ErrorCode.UnknownTopicOrPart, 0) : new TopicQuestion(ErrorCode.NoError, 1);

    public string Files { get; set; } = string.Empty;

    public IAdminClient Admin(Action<Error>? heard = null) => throw new NotSupportedException();
}
