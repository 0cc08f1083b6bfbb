using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Load;

/// <summary>Finds by bisection the highest rate at which p99 stays within an objective, between 0 and saturation.</summary>
/// <param name="loop">Plays the arrivals.</param>
/// <param name="halvings">How often what is uncertain is halved: 7 times leave less than 1 % of saturation.</param>
internal sealed class GoodputSearch(OpenLoop loop, int halvings = GoodputSearch.Halvings)
{
    /// <summary>The objective as a multiple of the unloaded median.</summary>
    public const double ObjectiveOverUnloaded = 5;

    /// <summary>Default number of halvings.</summary>
    public const int Halvings = 7;

    /// <summary>Share of saturation below which the search ends with 0: at lower rates a probe takes too long.</summary>
    public const double LowestShare = 1.0 / 16;

    /// <summary>The objective for a system whose median with one document in flight is known.</summary>
    public static TimeSpan ObjectiveFor(ClosedLoopResult unloaded)
    {
        ArgumentNullException.ThrowIfNull(unloaded);
        return TimeSpan.FromMilliseconds(unloaded.Latency.P50 * ObjectiveOverUnloaded);
    }

    /// <summary>Searches. Every probe plays the same trace, stretched to its rate, and is broken off once it cannot keep the objective any more.</summary>
    /// <param name="system">The system under test.</param>
    /// <param name="documents">The documents to decode; at least one.</param>
    /// <param name="trace">When documents arrive.</param>
    /// <param name="objective">What p99 is held against, and what systems are told.</param>
    /// <param name="saturation">Documents per second at saturation; above 0.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<GoodputResult> RunAsync(
        ISystemUnderTest system, IReadOnlyList<ForcedDocument> documents, ArrivalTrace trace, TimeSpan objective, double saturation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(saturation);
        List<OpenLoopResult> probes = [];
        double kept = 0;
        double missed = saturation;
        for (int i = 0; i < halvings && missed > saturation * LowestShare; i++)
        {
            OpenLoopResult probe = await loop.RunAsync(
                system, documents, trace, (kept + missed) / 2, objective, cancellationToken, breakOff: true).ConfigureAwait(false);
            probes.Add(probe);
            (kept, missed) = probe.Meets(objective) ? (probe.Rate, missed) : (kept, probe.Rate);
        }

        return new GoodputResult(system.Name, trace.Name, objective, saturation, kept, probes);
    }
}

/// <summary>The highest rate at which a system keeps its latency objective.</summary>
/// <param name="System">Its name.</param>
/// <param name="Trace">Name of the arrival trace.</param>
/// <param name="Objective">What p99 was held against.</param>
/// <param name="Saturation">Documents per second at saturation, in a closed loop.</param>
/// <param name="Rate">Highest rate seen to keep the objective, in documents per second; 0 where a sixteenth of saturation did not.</param>
/// <param name="Probes">Every rate that was tried, in the order tried.</param>
internal sealed record GoodputResult(
    string System, string Trace, TimeSpan Objective, double Saturation, double Rate, IReadOnlyList<OpenLoopResult> Probes)
{
    /// <summary>The rate as a share of saturation throughput.</summary>
    public double Share => Saturation > 0 ? Rate / Saturation : 0;

    /// <summary>The probes as a curve over the rate.</summary>
    public IEnumerable<OpenLoopResult> Curve => Probes.OrderBy(static probe => probe.Rate);
}
