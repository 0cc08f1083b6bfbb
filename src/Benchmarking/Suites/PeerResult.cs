using PaDeNer.Benchmarking.Peers;
using PaDeNer.Benchmarking.Reports;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Ours and another program on the same model, machine, documents and arrivals. Ratios are above 1 where ours is better.</summary>
/// <param name="Ours">Ours.</param>
/// <param name="Plain">The peer as a plain client drives it.</param>
/// <param name="Tuned">The peer tuned.</param>
/// <param name="RawRates">How fast both builds evaluate the model, whatever is done with it.</param>
public sealed record PeerResult(PeerEntry Ours, PeerEntry Plain, PeerEntry Tuned, IReadOnlyList<RawRate> RawRates)
{
    /// <summary>Rate at which all were loaded, in documents per second: 70 % of what the tuned peer can do.</summary>
    public double LoadedRate => Ours.Loaded[0].Rate;

    /// <summary>The peer's mean latency over ours, one document in flight.</summary>
    public double LatencyRatio(PeerEntry peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return peer.Unloaded.Latency.Mean / Ours.Unloaded.Latency.Mean;
    }

    /// <summary>All ratios, each with the peer that it is asked for.</summary>
    public PeerRatios Ratios => new(LatencyRatio(Plain), ThroughputRatio(Plain), P99Ratio(Tuned), LatencyRatio(Tuned), ThroughputRatio(Tuned));

    /// <summary>Our throughput over the peer's, both saturated.</summary>
    public double ThroughputRatio(PeerEntry peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return Ours.Saturated.DocumentsPerSecond / peer.Saturated.DocumentsPerSecond;
    }

    /// <summary>The peer's p99 over ours under the same arrivals; the smallest of the ways documents arrive.</summary>
    public double P99Ratio(PeerEntry peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return peer.Loaded.Zip(Ours.Loaded, static (theirs, ours) => theirs.Latency.P99 / ours.Latency.P99).Min();
    }
}
