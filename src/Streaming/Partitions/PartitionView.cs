using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>How a partition that we hold stands, for people.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="InFlight">Its records that were read and are not committed.</param>
/// <param name="IsPaused">Whether it is not fetched at present.</param>
/// <param name="WhyHalted">Why it stands still until people raise a limit; null where it does not.</param>
public sealed record PartitionView(SourcePartition Partition, int InFlight, bool IsPaused, string? WhyHalted);
