using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Peers;

/// <summary>One way to start and ask the peer, tried.</summary>
/// <param name="Settings">How.</param>
/// <param name="Result">What it did; null where it would not run like that.</param>
/// <param name="Reason">Why <paramref name="Result"/> is null.</param>
public sealed record PeerTrial(PeerSettings Settings, ClosedLoopResult? Result, string? Reason);
