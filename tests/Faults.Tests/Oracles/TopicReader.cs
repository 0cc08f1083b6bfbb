using Confluent.Kafka;

namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>Reads a whole topic from its beginning and keeps what it saw, in order per partition.</summary>
internal sealed class TopicReader : IDisposable
{
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly int _partitions;
    private readonly HashSet<int> _atEnd = [];

    /// <param name="bootstrapServers">The broker.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">All its partitions.</param>
    /// <param name="isolation">Whether records of aborted and open transactions are seen.</param>
    public TopicReader(string bootstrapServers, string topic, int partitions, IsolationLevel isolation)
    {
        _partitions = partitions;
        ConsumerConfig config = new()
        {
            BootstrapServers = bootstrapServers,
            GroupId = "reader-" + Guid.NewGuid(),
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = isolation,
            FetchWaitMaxMs = 50,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            // Where a test has requests get lost, that is noticed after so long.
            SocketTimeoutMs = 10_000,
        };
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        _consumer.Assign(Enumerable.Range(0, partitions).Select(number => new TopicPartitionOffset(topic, number, Offset.Beginning)));
    }

    public List<ConsumeResult<byte[]?, byte[]?>> Seen { get; } = [];

    /// <summary>Reads what there is now; waits a moment where there is nothing.</summary>
    /// <returns>How many records were new.</returns>
    public int ReadSome()
    {
        int before = Seen.Count;
        for (TimeSpan wait = TimeSpan.FromMilliseconds(50); Consume(wait); wait = TimeSpan.Zero)
        {
        }

        return Seen.Count - before;
    }

    /// <summary>Reads until the end of every partition; for a topic that nobody writes to any more.</summary>
    public void ReadToEnd(TimeSpan patience)
    {
        long started = TimeProvider.System.GetTimestamp();
        // A new assignment asks for the ends anew: those that were told before may be old.
        List<TopicPartitionOffset> positions = [.. _consumer.Assignment.Select(one => new TopicPartitionOffset(one, Next(one)))];
        _atEnd.Clear();
        _consumer.Assign(positions);
        while (_atEnd.Count < _partitions)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < patience, $"A reader is not at the end after {patience}: {_atEnd.Count} of {_partitions} partitions.");
            Consume(TimeSpan.FromMilliseconds(100));
        }
    }

    public void Dispose() => _consumer.Dispose();

    private Offset Next(TopicPartition partition)
    {
        Offset position = _consumer.Position(partition);
        return position.IsSpecial ? Offset.Beginning : position;
    }

    private bool Consume(TimeSpan wait)
    {
        ConsumeResult<byte[]?, byte[]?>? result;
        try
        {
            result = _consumer.Consume(wait);
        }
        catch (ConsumeException)
        {
            return false; // The broker is away: that may be the test.
        }

        if (result is null)
        {
            return false;
        }

        if (result.IsPartitionEOF)
        {
            _atEnd.Add(result.Partition.Value);
        }
        else
        {
            Seen.Add(result);
        }

        return true;
    }
}
