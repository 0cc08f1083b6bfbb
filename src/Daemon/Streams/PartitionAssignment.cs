namespace PaDeNer.Daemon.Streams;

/// <summary>A partition that became ours.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">The epoch of this assignment.</param>
internal readonly record struct PartitionAssignment(SourcePartition Partition, AssignmentEpoch Epoch);
