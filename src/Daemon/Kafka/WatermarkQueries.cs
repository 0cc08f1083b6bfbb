using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>Asks brokers for the ends of partitions that are not being fetched, away from the poll thread; the answers count for the next look.</summary>
internal sealed class WatermarkQueries(ILogger logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SourcePartition, long> _ends = [];
    private Task _running = Task.CompletedTask;
    private volatile bool _ended;

    /// <summary>The end of a partition as it was answered last; null where it was not.</summary>
    public long? End(SourcePartition partition) => _ends.TryGetValue(partition, out long end) ? end : null;

    /// <summary>Asks, unless an earlier question still waits for its answer.</summary>
    public void Ask(IConsumer<byte[]?, byte[]?> consumer, IReadOnlyList<SourcePartition> partitions)
    {
        if (partitions.Count > 0 && _running.IsCompleted && !_ended)
        {
            _running = Task.Run(() => AskAll(consumer, partitions));
        }
    }

    /// <summary>Asks nothing more and waits for what is under way.</summary>
    /// <returns>Whether the consumer is free.</returns>
    public bool Finish()
    {
        _ended = true;
        return _running.Wait(2 * Timeout);
    }

    private void AskAll(IConsumer<byte[]?, byte[]?> consumer, IReadOnlyList<SourcePartition> partitions)
    {
        try
        {
            foreach (SourcePartition partition in partitions)
            {
                if (_ended)
                {
                    return;
                }

                _ends[partition] = consumer.QueryWatermarkOffsets(KafkaRecords.Partition(partition), Timeout).High.Value;
            }
        }
        catch (KafkaException exception)
        {
            logger.LagUnknown(exception.Error.Code, exception.Error.Reason);
        }
    }
}
