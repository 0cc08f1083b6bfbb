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
            consumer.Commit(byPartition.Select(static pair => new TopicPartitionOffset(pair.Key, pair.Value.NextOffset)));
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
