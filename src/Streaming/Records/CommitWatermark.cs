namespace PaDeNer.Streaming.Records;

/// <summary>How far a partition is finished: the first offset that is not.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">The assignment it was reached under.</param>
/// <param name="NextOffset">What is committed: no record below it is unfinished.</param>
public readonly record struct CommitWatermark(SourcePartition Partition, AssignmentEpoch Epoch, long NextOffset)
{
    /// <summary>What is finished past it, and committed with it; null where results leave in the order of their partition, so that nothing can be.</summary>
    public FinishedOffsets? Finished { get; init; }
}
