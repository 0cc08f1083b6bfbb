using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// Asks brokers for the ends of partitions that are not being fetched, away from the poll thread, which takes the answers. An answer goes to the object
/// it was asked for and so counts under that assignment only: a partition that comes back may have been read by others, cut or made anew.
/// </summary>
internal sealed class WatermarkQueries(ILogger logger)
{
    /// <summary>How long a question may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<(AssignedPartition Partition, long End)> _answers = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _ended;

    /// <summary>Notes what was answered since the last time.</summary>
    public void TakeAnswers()
    {
        while (_answers.TryDequeue(out (AssignedPartition Partition, long End) answer))
        {
            answer.Partition.AnsweredEnd = answer.End;
        }
    }

    /// <summary>Asks, unless an earlier question still waits for its answer.</summary>
    /// <param name="query">Gives a partition's end; waits for it.</param>
    /// <param name="partitions">The partitions.</param>
    public void Ask(Func<SourcePartition, long> query, IReadOnlyList<AssignedPartition> partitions)
    {
        if (partitions.Count > 0 && _running.IsCompleted && !_ended)
        {
            _running = Task.Run(() => AskAll(query, partitions));
        }
    }

    /// <summary>Asks nothing more and waits for what is under way.</summary>
    /// <returns>Whether the consumer is free.</returns>
    public bool Finish()
    {
        _ended = true;
        return _running.Wait(2 * Timeout);
    }

    private void AskAll(Func<SourcePartition, long> query, IReadOnlyList<AssignedPartition> partitions)
    {
        try
        {
            foreach (AssignedPartition partition in partitions)
            {
                if (_ended)
                {
                    return;
                }

                _answers.Enqueue((partition, query(partition.Partition)));
            }
        }
        catch (KafkaException exception)
        {
            logger.LagUnknown(exception.Error.Code, exception.Error.Reason);
        }
    }
}
