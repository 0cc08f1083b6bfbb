using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Ours and another program on the same model, machine, documents and arrivals. Ratios are above 1 where ours is better.</summary>
/// <param name="Ours">Ours.</param>
/// <param name="Plain">llama-server as a plain client drives it.</param>
/// <param name="Tuned">llama-server tuned.</param>
/// <param name="RawRates">How fast both builds evaluate the model, whatever is done with it.</param>
internal sealed record LlamaServerResult(LlamaServerEntry Ours, LlamaServerEntry Plain, LlamaServerEntry Tuned, IReadOnlyList<RawRate> RawRates)
{
    /// <summary>Rate at which all were loaded, in documents per second: 70 % of what the tuned llama-server can do.</summary>
    public double LoadedRate => Ours.Loaded[0].Rate;

    /// <summary>llama-server's mean latency over ours, one document in flight.</summary>
    public double LatencyRatio(LlamaServerEntry baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return baseline.Unloaded.Latency.Mean / Ours.Unloaded.Latency.Mean;
    }

    /// <summary>All ratios, each with llama-server that it is asked for.</summary>
    public LlamaServerRatios Ratios => new(LatencyRatio(Plain), ThroughputRatio(Plain), P99Ratio(Tuned), LatencyRatio(Tuned), ThroughputRatio(Tuned));

    /// <summary>Our throughput over llama-server's, both saturated.</summary>
    public double ThroughputRatio(LlamaServerEntry baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return Ours.Saturated.DocumentsPerSecond / baseline.Saturated.DocumentsPerSecond;
    }

    /// <summary>llama-server's p99 over ours under the same arrivals; the smallest of the ways documents arrive.</summary>
    public double P99Ratio(LlamaServerEntry baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return baseline.Loaded.Zip(Ours.Loaded, static (theirs, ours) => theirs.Latency.P99 / ours.Latency.P99).Min();
    }
}

/// <summary>What was measured of one system beside another program; each figure is that of its median round.</summary>
/// <param name="Unloaded">One document in flight.</param>
/// <param name="Saturation">The search for saturation.</param>
/// <param name="Saturated">As many documents in flight as saturate it.</param>
/// <param name="Loaded">At the rate that loads the tuned llama-server to 70 %; one for each way documents arrive.</param>
internal sealed record LlamaServerEntry(
    ClosedLoopResult Unloaded, SaturationResult Saturation, ClosedLoopResult Saturated, IReadOnlyList<OpenLoopResult> Loaded)
{
    /// <summary>The system.</summary>
    public string System => Unloaded.System;
}
