namespace PaDeNer.Streaming.Records;

/// <summary>Where a partition ends and where reading it stands.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="EndOffset">One past the last record that could be read.</param>
/// <param name="NextRead">The next offset to read; all before it are read or were committed earlier.</param>
public readonly record struct PartitionEnd(SourcePartition Partition, long EndOffset, long NextRead);
