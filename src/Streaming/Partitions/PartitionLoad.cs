namespace PaDeNer.Streaming.Partitions;

/// <summary>How a partition stands.</summary>
/// <param name="Load">Its records and bytes in flight.</param>
/// <param name="Halted">In front of which record it is halted; null where it goes on.</param>
internal readonly record struct PartitionLoad(LedgerLoad Load, HaltedPartition? Halted);
