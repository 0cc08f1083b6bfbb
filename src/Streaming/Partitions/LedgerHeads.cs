namespace PaDeNer.Streaming.Partitions;

/// <summary>What holds the partitions up. Timestamps are those of the daemon's TimeProvider.</summary>
/// <param name="Undecoded">When the oldest record without an outcome was read; null where every record has one.</param>
/// <param name="Uncommitted">When the oldest record whose result could be published was read; null where none waits.</param>
internal readonly record struct LedgerHeads(long? Undecoded, long? Uncommitted);
