using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>An offset that is or is to be committed, and what stands beside it.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">The offset; negative where none is committed.</param>
/// <param name="Metadata">A text that brokers keep with it; null for none.</param>
internal sealed record MarkedOffset(TopicPartition Partition, long Offset, string? Metadata);
