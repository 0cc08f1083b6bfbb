namespace PaDeNer.Benchmarking.Load;

/// <summary>The highest rate at which a system keeps its latency objective.</summary>
/// <param name="System">Its name.</param>
/// <param name="Trace">Name of the arrival trace.</param>
/// <param name="Objective">What p99 was held against.</param>
/// <param name="Saturation">Documents per second at saturation, in a closed loop.</param>
/// <param name="Rate">Highest rate seen to keep the objective, in documents per second; 0 where a sixteenth of saturation did not.</param>
/// <param name="Probes">Every rate that was tried, in the order tried.</param>
public sealed record GoodputResult(
    string System, string Trace, TimeSpan Objective, double Saturation, double Rate, IReadOnlyList<OpenLoopResult> Probes)
{
    /// <summary>The rate as a share of saturation throughput.</summary>
    public double Share => Saturation > 0 ? Rate / Saturation : 0;

    /// <summary>The probes as a curve over the rate.</summary>
    public IEnumerable<OpenLoopResult> Curve => Probes.OrderBy(static probe => probe.Rate);
}
