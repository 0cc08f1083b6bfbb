namespace PaDeNer.Daemon.Offsets;

/// <summary>What is in flight.</summary>
/// <param name="Records">Read and not committed yet.</param>
/// <param name="Bytes">Their keys and values.</param>
internal readonly record struct LedgerLoad(int Records, long Bytes);
