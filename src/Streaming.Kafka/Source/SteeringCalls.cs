using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>The calls of a consumer that steer what it fetches.</summary>
/// <param name="Assignment">The partitions it has.</param>
/// <param name="Pause">Stops fetching.</param>
/// <param name="Resume">Starts fetching again.</param>
/// <param name="Seek">Goes on at another offset.</param>
internal sealed record SteeringCalls(
    Func<IReadOnlyList<TopicPartition>> Assignment,
    Action<IEnumerable<TopicPartition>> Pause,
    Action<IEnumerable<TopicPartition>> Resume,
    Action<TopicPartitionOffset> Seek)
{
    /// <summary>Those of a client's consumer.</summary>
    public static SteeringCalls Of(IConsumer<byte[]?, byte[]?> consumer) => new(() => consumer.Assignment, consumer.Pause, consumer.Resume, consumer.Seek);
}
