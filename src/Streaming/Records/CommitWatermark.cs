namespace PaDeNer.Streaming.Records;

/// <summary>How far a partition is finished: the first offset that is not.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">The assignment it was reached under.</param>
/// <param name="NextOffset">What is committed: one past the last record of the finished prefix.</param>
public readonly record struct CommitWatermark(SourcePartition Partition, AssignmentEpoch Epoch, long NextOffset);
