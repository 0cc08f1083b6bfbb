using Confluent.Kafka;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Topics;

/// <summary>One reading of a topic, from its beginning to the end it had when this was made. One thread.</summary>
public sealed class TopicScan : IDisposable
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly string _topic;
    private readonly TopicRange[] _ranges;
    private readonly TimeProvider _time;

    internal TopicScan(IConsumer<byte[]?, byte[]?> consumer, string topic, TopicRange[] ranges, TimeProvider time)
    {
        _consumer = consumer;
        _topic = topic;
        _ranges = ranges;
        _time = time;
        Offsets = ranges.Sum(static range => range.To - range.From);
    }

    /// <summary>How many offsets there are to pass. Not all of them need to have a record.</summary>
    public long Offsets { get; }

    /// <summary>Reads: in order within a partition, partitions as they come.</summary>
    /// <exception cref="StreamFailureException">The brokers went away, or do not let us read.</exception>
    public IEnumerable<SourceRecord> Read(CancellationToken stop)
    {
        // One range of a partition after the other: a client reads a partition at one place.
        foreach (TopicRange[] round in _ranges.GroupBy(static range => range.Partition).SelectMany(static partition => partition.Select(static (range, index) => (range, index)))
            .GroupBy(static one => one.index, static one => one.range).Select(static round => round.ToArray()))
        {
            foreach (SourceRecord record in Read(round, stop))
            {
                yield return record;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    private IEnumerable<SourceRecord> Read(TopicRange[] ranges, CancellationToken stop)
    {
        Dictionary<int, TopicRange> open = ranges.ToDictionary(static range => range.Partition);
        _consumer.Assign(ranges.Select(range => new TopicPartitionOffset(_topic, range.Partition, range.From)));

        // A partition that was paused stays so, whatever is assigned.
        _consumer.Resume(ranges.Select(range => new TopicPartition(_topic, range.Partition)));
        long heard = _time.GetTimestamp();
        while (open.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (Next() is not { } result)
            {
                if (_time.GetElapsedTime(heard) > Patience)
                {
                    throw new StreamFailureException($"Reading '{_topic}' stands still: nothing came for {Patience.TotalSeconds:N0} s. Are the brokers there?");
                }

                continue;
            }

            heard = _time.GetTimestamp();
            if (!open.TryGetValue(result.Partition.Value, out TopicRange range))
            {
                continue;
            }

            if (!result.IsPartitionEOF && result.Offset.Value < range.To)
            {
                yield return KafkaRecords.Source(result, default);
            }

            // The last offset may be a transaction's marker, which is never given: then only the end is.
            if (result.IsPartitionEOF || result.Offset.Value >= range.To - 1)
            {
                open.Remove(range.Partition);
                _consumer.Pause([result.TopicPartition]);
            }
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Next()
    {
        try
        {
            return _consumer.Consume(PollTimeout);
        }
        catch (ConsumeException exception) when (exception.Error.Code == ErrorCode.GroupAuthorizationFailed)
        {
            // The client asks for the coordinator of a group that it never joins.
            return null;
        }
        catch (ConsumeException exception)
        {
            throw new StreamFailureException($"Reading '{_topic}' failed: {exception.Error.Code}: {exception.Error.Reason}", exception);
        }
    }
}

/// <summary>A run of offsets of a partition; not all of them need to be there.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="From">The first offset.</param>
/// <param name="To">One past the last.</param>
internal readonly record struct TopicRange(int Partition, long From, long To);
