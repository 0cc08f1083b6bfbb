namespace PaDeNer.Streaming.Partitions;

/// <summary>What is in flight.</summary>
/// <param name="Records">Read and not committed yet.</param>
/// <param name="Bytes">What they hold: the records, and the results of those that wait for others.</param>
internal readonly record struct LedgerLoad(int Records, long Bytes);
