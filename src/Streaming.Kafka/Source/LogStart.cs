using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>Where a partition's log begins.</summary>
internal static class LogStart
{
    /// <summary>The oldest offset it holds; negative where it is not known. Asked, because what the client knows may be older than what has just happened to the log.</summary>
    public static long Of(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, TimeSpan timeout)
    {
        try
        {
            return consumer.QueryWatermarkOffsets(partition, timeout).Low.Value;
        }
        catch (KafkaException)
        {
            return Known(consumer, partition);
        }
    }

    private static long Known(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition)
    {
        try
        {
            return consumer.GetWatermarkOffsets(partition).Low.Value;
        }
        catch (KafkaException)
        {
            return Offset.Unset.Value;
        }
    }
}
