namespace PaDeNer.Streaming.Kafka.Topics;

/// <summary>A run of offsets of a partition; not all of them need to be there.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="From">The first offset.</param>
/// <param name="To">One past the last.</param>
internal readonly record struct TopicRange(int Partition, long From, long To);
