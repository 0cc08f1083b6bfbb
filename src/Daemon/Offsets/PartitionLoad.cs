using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Offsets;

/// <summary>What is in flight of a partition.</summary>
/// <param name="Assignment">The partition and the epoch it is held under.</param>
/// <param name="Load">Its records and bytes.</param>
internal readonly record struct PartitionLoad(PartitionAssignment Assignment, LedgerLoad Load);
