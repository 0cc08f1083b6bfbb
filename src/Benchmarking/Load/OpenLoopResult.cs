using PaDeNer.Benchmarking.Systems;

namespace PaDeNer.Benchmarking.Load;

/// <summary>What a system did with documents that arrived at a given rate whether it was ready or not.</summary>
/// <param name="System">Its name.</param>
/// <param name="Trace">Name of the arrival trace.</param>
/// <param name="Rate">Documents per second that arrived.</param>
/// <param name="Documents">Documents that arrived; fewer than the trace has where the run was broken off.</param>
/// <param name="Elapsed">From the first arrival to the last completion.</param>
/// <param name="Latency">From the scheduled arrival to completion, of all documents; a late submit counts as latency.</param>
/// <param name="Lateness">From the scheduled arrival to the submit: how punctual the load was.</param>
/// <param name="Spent">What the system says it spent in that time.</param>
internal sealed record OpenLoopResult(
    string System,
    string Trace,
    double Rate,
    int Documents,
    TimeSpan Elapsed,
    LatencySummary Latency,
    LatencySummary Lateness,
    SystemCounters Spent)
{
    /// <summary>Documents that took longer than the objective that systems were told; 0 where they were told none.</summary>
    public int Missed { get; init; }

    /// <summary>Whether p99 is within an objective.</summary>
    public bool Meets(TimeSpan objective) => Latency.P99 <= objective.TotalMilliseconds;
}
