using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Extraction;

/// <summary>What one lane runs on.</summary>
/// <param name="Engine">Computes; used from the lane's own thread only, and stays the caller's.</param>
/// <param name="Begin">Prepares the lane's thread, on that thread, before it does anything else (pinning, for example); null for nothing.</param>
public sealed record EngineLane(IDecodeEngine Engine, Action? Begin = null);
