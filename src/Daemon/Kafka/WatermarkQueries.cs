using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>
/// Asks brokers for the ends of partitions that are not being fetched, away from the poll thread; the answers count for the next look, and only
/// under the assignment they were asked for: a partition that comes back may have been read by others, cut or made anew.
/// </summary>
internal sealed class WatermarkQueries(ILogger logger)
{
    /// <summary>How long a question may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SourcePartition, (AssignmentEpoch Epoch, long End)> _ends = [];
    private Task _running = Task.CompletedTask;
    private volatile bool _ended;

    /// <summary>The end of a partition as it was answered last under this assignment; null where it was not.</summary>
    public long? End(PartitionAssignment assignment) =>
        _ends.TryGetValue(assignment.Partition, out (AssignmentEpoch Epoch, long End) known) && known.Epoch == assignment.Epoch ? known.End : null;

    /// <summary>Asks, unless an earlier question still waits for its answer.</summary>
    /// <param name="query">Gives a partition's end; waits for it.</param>
    /// <param name="assignments">The partitions.</param>
    public void Ask(Func<SourcePartition, long> query, IReadOnlyList<PartitionAssignment> assignments)
    {
        if (assignments.Count > 0 && _running.IsCompleted && !_ended)
        {
            _running = Task.Run(() => AskAll(query, assignments));
        }
    }

    /// <summary>Forgets partitions that are no longer ours.</summary>
    public void Forget(IEnumerable<SourcePartition> partitions)
    {
        foreach (SourcePartition partition in partitions)
        {
            _ends.TryRemove(partition, out _);
        }
    }

    /// <summary>Asks nothing more and waits for what is under way.</summary>
    /// <returns>Whether the consumer is free.</returns>
    public bool Finish()
    {
        _ended = true;
        return _running.Wait(2 * Timeout);
    }

    private void AskAll(Func<SourcePartition, long> query, IReadOnlyList<PartitionAssignment> assignments)
    {
        try
        {
            foreach ((SourcePartition partition, AssignmentEpoch epoch) in assignments)
            {
                if (_ended)
                {
                    return;
                }

                _ends[partition] = (epoch, query(partition));
            }
        }
        catch (KafkaException exception)
        {
            logger.LagUnknown(exception.Error.Code, exception.Error.Reason);
        }
    }
}
