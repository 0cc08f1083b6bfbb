using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>How much one system can do, and how much of it within its latency objective.</summary>
/// <param name="Saturation">Throughput over documents in flight.</param>
/// <param name="Goodput">One for each way documents arrive: <c>poisson</c>, <c>bursty</c>.</param>
public sealed record GoodputEntry(SaturationResult Saturation, IReadOnlyList<GoodputResult> Goodput)
{
    /// <summary>The system.</summary>
    public string System => Saturation.System;
}
