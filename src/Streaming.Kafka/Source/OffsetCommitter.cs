using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>Commits watermarks with the consumer and sorts what came of it.</summary>
internal static class OffsetCommitter
{
    /// <summary>Commits. Blocks for a round trip, at most about a session time-out when the coordinator is away.</summary>
    /// <exception cref="StreamFailureException">Committing cannot go on.</exception>
    public static CommitResult Commit(IConsumer<byte[]?, byte[]?> consumer, IReadOnlyList<CommitWatermark> watermarks, ILogger logger)
    {
        Dictionary<TopicPartition, CommitWatermark> byPartition = watermarks.ToDictionary(static mark => KafkaRecords.Partition(mark.Partition));
        try
        {
            Commit(consumer, [.. watermarks.Select(KafkaRecords.Offset)]);
            return new CommitResult(watermarks, [], []);
        }
        catch (TopicPartitionOffsetException exception)
        {
            List<CommitWatermark> committed = [], deferred = [];
            foreach (TopicPartitionOffsetError result in exception.Results)
            {
                (IsDone(result.Error, logger) ? committed : deferred).Add(byPartition[result.TopicPartition]);
            }

            return new CommitResult(committed, deferred, []);
        }
        catch (KafkaException exception)
        {
            return IsDone(exception.Error, logger) ? new CommitResult(watermarks, [], []) : new CommitResult([], watermarks, []);
        }
    }

    private static void Commit(IConsumer<byte[]?, byte[]?> consumer, IReadOnlyList<MarkedOffset> offsets)
    {
        if (offsets.Any(static one => one.Metadata is not null))
        {
            MarkedOffsets.Commit(consumer.Handle, offsets);
        }
        else
        {
            consumer.Commit(offsets.Select(static one => new TopicPartitionOffset(one.Partition, one.Offset)));
        }
    }

    private static bool IsDone(Error error, ILogger logger)
    {
        if (error.Code == ErrorCode.NoError)
        {
            return true;
        }

        switch (KafkaErrorPolicy.React(KafkaCall.Commit, error.Code, error.IsFatal))
        {
            case KafkaReaction.GoOn:
                return true;
            case KafkaReaction.Again:
                logger.CommitTrouble(error.Code, error.Reason);
                return false;
            default:
                throw new StreamFailureException($"Committing offsets failed: {error.Code}: {error.Reason}");
        }
    }
}
