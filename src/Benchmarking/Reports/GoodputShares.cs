using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>Our goodput: the highest rate of arrivals at which 99 of 100 documents keep the objective.</summary>
/// <param name="Poisson">As a share of our saturation throughput, for independent arrivals; 0 to 1.</param>
/// <param name="Bursty">The same for arrivals in bursts.</param>
/// <param name="OverBestOther">Our rate over the best other system's, the smaller of the two ways; null where no other has any.</param>
public sealed record GoodputShares(double Poisson, double Bursty, double? OverBestOther)
{
    /// <summary>The objective we were held to.</summary>
    public TimeSpan Objective { get; init; }

    /// <summary>Our latency with one document in flight.</summary>
    public LatencySummary Unloaded { get; init; } = LatencySummary.Of([]);
}
