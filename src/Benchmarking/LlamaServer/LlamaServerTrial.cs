using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>One way to start and ask llama-server, tried.</summary>
/// <param name="Settings">How.</param>
/// <param name="Result">What it did; null where it would not run like that.</param>
/// <param name="Reason">Why <paramref name="Result"/> is null.</param>
public sealed record LlamaServerTrial(LlamaServerSettings Settings, ClosedLoopResult? Result, string? Reason);
