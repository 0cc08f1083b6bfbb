namespace PaDeNer.Simulation;

/// <summary>What became of the documents of a simulation.</summary>
public sealed class SimulationResult
{
    private readonly double[] _sorted;

    internal SimulationResult(TimeSpan[] latencies, bool[] late, TimeSpan elapsed, TimeSpan busy, int lanes, long steps, int mostInFlight, double predictionError, int[] limits, int leftBehind)
    {
        (Latencies, Late, Elapsed, Steps, MostInFlight, PredictionError, DocumentLimits, LeftBehind) = (latencies, late, elapsed, steps, mostInFlight, predictionError, limits, leftBehind);
        Utilization = busy / (elapsed * lanes);
        _sorted = [.. latencies.Select(static latency => latency.TotalMilliseconds).Order()];
    }

    /// <summary>Arrival to outcome, by number of the document.</summary>
    public IReadOnlyList<TimeSpan> Latencies { get; }

    /// <summary>Whether the outcome came after the deadline, by number of the document.</summary>
    public IReadOnlyList<bool> Late { get; }

    /// <summary>First arrival's clock to the last outcome.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Share of the time that lanes had something to do; 0 to 1.</summary>
    public double Utilization { get; }

    /// <summary>Steps of all lanes.</summary>
    public long Steps { get; }

    /// <summary>Most documents that were waiting for a lane or in decoding at once.</summary>
    public int MostInFlight { get; }

    /// <summary>Relative error of the lanes' step-time models at the end; mean.</summary>
    public double PredictionError { get; }

    /// <summary>Documents each lane would have had in decoding at most, at the end; 0 for one that carried out no step.</summary>
    public IReadOnlyList<int> DocumentLimits { get; }

    /// <summary>Slots leased, cells in use and cells reserved after the last document; anything but 0 is a defect.</summary>
    public int LeftBehind { get; }

    /// <summary>Documents per second.</summary>
    public double Throughput => Latencies.Count / Elapsed.TotalSeconds;

    /// <summary>Documents per second that met their deadline.</summary>
    public double Goodput => Late.Count(static late => !late) / Elapsed.TotalSeconds;

    /// <summary>A latency percentile in milliseconds.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
