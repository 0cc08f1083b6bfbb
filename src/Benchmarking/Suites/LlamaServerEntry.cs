using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>What was measured of one system beside another program; each figure is that of its median round.</summary>
/// <param name="Unloaded">One document in flight.</param>
/// <param name="Saturation">The search for saturation.</param>
/// <param name="Saturated">As many documents in flight as saturate it.</param>
/// <param name="Loaded">At the rate that loads the tuned llama-server to 70 %; one for each way documents arrive.</param>
public sealed record LlamaServerEntry(
    ClosedLoopResult Unloaded, SaturationResult Saturation, ClosedLoopResult Saturated, IReadOnlyList<OpenLoopResult> Loaded)
{
    /// <summary>The system.</summary>
    public string System => Unloaded.System;
}
