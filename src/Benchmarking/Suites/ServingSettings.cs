using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>How much the suites measure that put a load on systems.</summary>
/// <param name="Closed">How long a closed loop is measured.</param>
/// <param name="Rounds">How often each is measured where systems take turns; the median round counts. 1 or more.</param>
/// <param name="Arrivals">Documents of an arrival trace; below 100 a 99th percentile is the longest latency. 2 or more.</param>
/// <param name="Seed">Of the arrivals.</param>
public sealed record ServingSettings(ClosedLoopSettings Closed, int Rounds, int Arrivals, int Seed)
{
    /// <summary>Share of its saturation throughput at which the tuned llama-server is loaded for the comparison of p99.</summary>
    public const double BaselineLoad = 0.7;

    /// <summary>Numbers of documents in flight that are tried, ascending.</summary>
    public IReadOnlyList<int> InFlight { get; init; } = SaturationSearch.DefaultSteps;

    /// <summary>How long each core computes equal steps.</summary>
    public TimeSpan NoiseTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often each number of documents in decoding is measured; the median round counts. 1 or more.</summary>
    public int InFlightRounds { get; init; } = 1;

    /// <summary>How often the search for goodput halves what is uncertain; 1 or more.</summary>
    public int Halvings { get; init; } = GoodputSearch.Halvings;

    /// <summary>Loads, as shares of our saturation, at which our order of documents is laid beside that of arrival.</summary>
    public IReadOnlyList<double> Loads { get; init; } = [0.5, 0.7, 0.85, 1, 1.2];

    /// <summary>Whether others are put under load as well: the baselines, and llama-server where it can be had.</summary>
    public bool WithOthers { get; init; } = true;

    /// <summary>How long each way to start llama-server is tried.</summary>
    public ClosedLoopSettings Tuning => Closed with
    {
        Documents = Math.Max(1, Closed.Documents / 2),
        LongestTime = Closed.LongestTime / 2,
    };

    /// <summary>A few minutes.</summary>
    public static ServingSettings Quick { get; } = new(
        new ClosedLoopSettings { WarmUpDocuments = 20, Documents = 120, LongestTime = TimeSpan.FromSeconds(3) }, 1, 100, 1)
    {
        InFlight = [1, 2, 8, 32],
        Halvings = 5,
        Loads = [0.85, 1.2],
    };

    /// <summary>Half an hour on two cores.</summary>
    public static ServingSettings Full { get; } = new(
        new ClosedLoopSettings { WarmUpDocuments = 64, Documents = 400, LongestTime = TimeSpan.FromSeconds(15) }, 3, 600, 1)
    {
        InFlightRounds = 7,
        NoiseTime = TimeSpan.FromSeconds(10),
    };

    /// <summary>The two ways documents arrive: independently, and in bursts.</summary>
    internal IReadOnlyList<ArrivalTrace> Traces => [ArrivalTrace.Poisson(Arrivals, Seed), ArrivalTrace.Bursty(Arrivals, Seed)];
}
