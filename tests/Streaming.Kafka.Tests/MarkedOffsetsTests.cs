using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Embedded;

namespace PaDeNer.Streaming.Kafka.Tests;

/// <summary>The calls of librdkafka that Confluent.Kafka does not offer, on its own clients.</summary>
public sealed class MarkedOffsetsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TopicPartition First = new("documents", 0);
    private static readonly TopicPartition Second = new("documents", 1);

    private readonly EmbeddedBroker _broker = new();
    private readonly IConsumer<Ignore, Ignore> _consumer;

    public MarkedOffsetsTests()
    {
        _broker.CreateTopic("documents", 2);
        _consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = "marked", EnableAutoCommit = false }).Build();
        _consumer.Assign([First, Second]);
    }

    [Fact]
    public void What_stands_beside_an_offset_comes_back_with_it()
    {
        MarkedOffsets.Commit(_consumer.Handle, [new MarkedOffset(First, 7, "padener-1;7;;1,2 \u00e4"), new MarkedOffset(Second, 3, null)]);
        IReadOnlyList<MarkedOffset> committed = MarkedOffsets.Committed(_consumer.Handle, [First, Second], Patience);
        Assert.Equal([(First, 7L), (Second, 3L)], committed.Select(static one => (one.Partition, one.Offset)));
        Assert.Equal("padener-1;7;;1,2 \u00e4", committed[0].Metadata);
        Assert.True(string.IsNullOrEmpty(committed[1].Metadata));
    }

    [Fact]
    public void Where_nothing_is_committed_the_offset_says_so() =>
        Assert.Equal(Offset.Unset.Value, Assert.Single(MarkedOffsets.Committed(_consumer.Handle, [First], Patience)).Offset);

    [Fact]
    public void Offsets_with_texts_go_into_a_transaction()
    {
        using IProducer<Null, Null> producer = new ProducerBuilder<Null, Null>(
            new ProducerConfig { BootstrapServers = _broker.BootstrapServers, TransactionalId = "marked" }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        MarkedOffsets.Send(producer.Handle, [new MarkedOffset(First, 7, "x")], _consumer.ConsumerGroupMetadata, Patience);
        producer.CommitTransaction(Patience);
    }

    [Fact]
    public void A_failure_is_the_exception_that_the_producers_own_call_would_throw()
    {
        using IProducer<Null, Null> producer = new ProducerBuilder<Null, Null>(
            new ProducerConfig { BootstrapServers = _broker.BootstrapServers, TransactionalId = "marked" }).Build();
        producer.InitTransactions(Patience);

        // No transaction has begun.
        IConsumerGroupMetadata member = _consumer.ConsumerGroupMetadata;
        KafkaException own = Assert.ThrowsAny<KafkaException>(() => producer.SendOffsetsToTransaction([new TopicPartitionOffset(First, 7)], member, Patience));
        KafkaException ours = Assert.ThrowsAny<KafkaException>(() => MarkedOffsets.Send(producer.Handle, [new MarkedOffset(First, 7, "x")], member, Patience));
        Assert.Equal((own.GetType(), own.Error.Code, own.Error.IsFatal), (ours.GetType(), ours.Error.Code, ours.Error.IsFatal));
    }

    public void Dispose()
    {
        _consumer.Dispose();
        _broker.Dispose();
    }
}
