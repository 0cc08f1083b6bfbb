using System.Globalization;

namespace PaDeNer.Streaming.Kafka.Topics;

/// <summary>One record's place in a topic that is known.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="Offset">Its offset.</param>
public readonly record struct TopicPlace(int Partition, long Offset)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}/{Offset}");
}
