using Confluent.Kafka;

namespace PaDeNer.EndToEnd.Tests.Delivery;

/// <summary>Reads a whole topic from its beginning and keeps what it saw, in order per partition.</summary>
internal sealed class TopicTail : IDisposable
{
    private readonly IConsumer<byte[]?, byte[]?> _consumer;

    public TopicTail(string bootstrapServers, string topic, int partitions)
    {
        ConsumerConfig config = new()
        {
            BootstrapServers = bootstrapServers,
            GroupId = "reader-" + Guid.NewGuid(),
            EnableAutoCommit = false,
            FetchWaitMaxMs = 50,
        };
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();
        _consumer.Assign(Enumerable.Range(0, partitions).Select(number => new TopicPartitionOffset(topic, number, Offset.Beginning)));
    }

    public List<ConsumeResult<byte[]?, byte[]?>> Seen { get; } = [];

    /// <summary>Reads until so many were seen in all; says what is wrong when that takes too long.</summary>
    public void ReadTo(int count, TimeSpan patience, Func<string> explain)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (Seen.Count < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < patience, $"{Seen.Count} of {count} records after {patience}.\n{explain()}");
            if (_consumer.Consume(TimeSpan.FromMilliseconds(200)) is { } result)
            {
                Seen.Add(result);
            }
        }
    }

    /// <summary>Reads what else comes until nothing has for a moment.</summary>
    public void ReadRest()
    {
        while (_consumer.Consume(TimeSpan.FromSeconds(2)) is { } result)
        {
            Seen.Add(result);
        }
    }

    public void Dispose() => _consumer.Dispose();
}
