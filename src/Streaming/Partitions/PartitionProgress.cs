using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>How far a partition is once a commit batch is written.</summary>
/// <param name="NextOffset">The first offset that is not finished.</param>
/// <param name="Finished">What is finished past it; null where results leave in the order of their partition.</param>
/// <param name="IsWhole">False where results at or behind <paramref name="NextOffset"/> have to wait, because there is no room to remember that they are finished.</param>
internal readonly record struct PartitionProgress(long NextOffset, FinishedOffsets? Finished, bool IsWhole);
