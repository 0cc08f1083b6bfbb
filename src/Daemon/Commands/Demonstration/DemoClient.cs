using System.Text;
using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>What stands around a daemon in production: somebody who writes to its input topic and somebody who reads its output topic.</summary>
internal sealed class DemoClient : IDisposable
{
    /// <summary>How long a fetch that finds nothing waits at the broker.</summary>
    public const int FetchWaitMilliseconds = 5;

    private readonly IProducer<byte[], byte[]> _producer;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly string _inputTopic;

    /// <summary>Connects; reads the output topic from its beginning.</summary>
    public DemoClient(KafkaOptions topics, string bootstrapServers, int partitions)
    {
        _inputTopic = topics.InputTopic;
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrapServers, LingerMs = 0 })
            .SetLogHandler(static (_, _) => { }).Build();
        ConsumerConfig reading = new()
        {
            BootstrapServers = bootstrapServers,
            GroupId = "padener-demo",
            EnableAutoCommit = false,
            FetchWaitMaxMs = FetchWaitMilliseconds,
        };
        _consumer = new ConsumerBuilder<byte[], byte[]>(reading).SetLogHandler(static (_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, partitions).Select(number => new TopicPartitionOffset(topics.OutputTopic, number, Offset.Beginning)));
    }

    /// <summary>Sends a document.</summary>
    public void Send(DemoSample sample) =>
        _producer.Produce(_inputTopic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(sample.Id), Value = sample.ToValue() });

    /// <summary>The next value of the output topic; null where none comes for a moment.</summary>
    public byte[]? Receive(TimeSpan patience) => _consumer.Consume(patience)?.Message.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        _producer.Dispose();
        _consumer.Dispose();
    }
}
