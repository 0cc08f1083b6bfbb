using PaDeNer.Benchmarking.Systems;

namespace PaDeNer.Benchmarking.Load;

/// <summary>What a system did with a fixed number of documents in flight.</summary>
/// <param name="System">Its name.</param>
/// <param name="InFlight">Documents in flight throughout.</param>
/// <param name="Documents">Documents measured.</param>
/// <param name="Elapsed">From the completion before the first measured one to the last measured one.</param>
/// <param name="Latency">From submit to completion.</param>
/// <param name="Spent">What the system says it spent in that time.</param>
internal sealed record ClosedLoopResult(
    string System, int InFlight, int Documents, TimeSpan Elapsed, LatencySummary Latency, SystemCounters Spent)
{
    /// <summary>Throughput.</summary>
    public double DocumentsPerSecond => Ratio(Documents, Elapsed.TotalSeconds);

    /// <summary>Engine steps for each document; below 1 where documents share steps; 0 where the system does not count them.</summary>
    public double StepsPerDocument => Ratio(Spent.Steps, Documents);

    /// <summary>Rows evaluated for each document; 0 where the system does not count them.</summary>
    public double TokensPerDocument => Ratio(Spent.TokenEvaluations, Documents);

    /// <summary>Share of the lanes' time spent outside the model's computation, 0 to 1; 0 where the system does not know.</summary>
    public double HostShare => Ratio(Spent.HostTime.TotalSeconds, (Spent.HostTime + Spent.EngineTime).TotalSeconds);

    /// <summary>Bytes allocated in each step; 0 where the system does not count them.</summary>
    public double AllocatedBytesPerStep => Ratio(Spent.AllocatedBytes, Spent.Steps);

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
