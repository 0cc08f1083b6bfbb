using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// What earlier owners of our partitions had finished past the committed offsets, so that it is not done again. Asked when the first record of a partition
/// comes: its committed offset is settled by then. Poll thread only.
/// </summary>
/// <param name="assignment">The partitions.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class FinishedBefore(Assignment assignment, ILogger logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Finds out for a partition, and for all others of which it is not known yet.</summary>
    /// <returns>Whether it is known; false where brokers have not answered.</returns>
    public bool IsKnown(AssignedPartition partition, IConsumer<byte[]?, byte[]?> consumer)
    {
        if (assignment.Order == ResultOrder.Partition || partition.FinishedBefore is not null)
        {
            return true;
        }

        try
        {
            Learn([.. assignment.Held.Where(static one => one.FinishedBefore is null)], consumer);
            return true;
        }
        catch (KafkaException exception)
        {
            logger.FinishedUnknown(partition.Partition, exception.Error.Code, exception.Error.Reason);
            return false;
        }
    }

    /// <summary>Whether a record was finished before. Its partition's are known.</summary>
    public static bool Has(AssignedPartition partition, ConsumeResult<byte[]?, byte[]?> record) =>
        partition.FinishedBefore is { } finished && finished.Contains(record.Offset.Value, record.LeaderEpoch);

    private void Learn(AssignedPartition[] unknown, IConsumer<byte[]?, byte[]?> consumer)
    {
        IReadOnlyList<MarkedOffset> committed = MarkedOffsets.Committed(consumer.Handle, [.. unknown.Select(static one => KafkaRecords.Partition(one.Partition))], Timeout);
        foreach ((AssignedPartition partition, MarkedOffset offset) in unknown.Zip(committed))
        {
            FinishedOffsets finished = FinishedOffsets.Read(offset.Metadata, offset.Offset);
            assignment.Learn(partition, finished);
            if (finished.Runs.Count > 0)
            {
                logger.FinishedKnown(partition.Partition, finished.Count, offset.Offset);
            }
        }
    }
}
