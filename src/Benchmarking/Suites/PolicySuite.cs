using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// What the order of documents is worth: ours as configured and ours in order of arrival, on the same arrivals and with the same
/// objective, from light load to more than can be done.
/// </summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits for moments on that clock.</param>
/// <param name="note">Called with one line for people before each measurement.</param>
internal sealed class PolicySuite(ServingSettings settings, TimeProvider time, IPacer pacer, Action<string> note)
{
    /// <summary>Measures, in turns; of each the round with the median share of documents on time.</summary>
    /// <param name="systems">Ours in different orders.</param>
    /// <param name="documents">The documents to decode; at least one.</param>
    /// <param name="saturation">Documents per second at saturation; above 0.</param>
    /// <param name="objective">Latency objective of every document.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<IReadOnlyList<PolicyPoint>> RunAsync(
        IReadOnlyList<ISystemUnderTest> systems, IReadOnlyList<ForcedDocument> documents, double saturation, TimeSpan objective, CancellationToken cancellationToken)
    {
        OpenLoop loop = new(time, pacer);
        List<PolicyPoint> points = [];
        foreach (double load in settings.Loads)
        {
            List<PolicyPoint>[] rounds = [.. systems.Select(static _ => new List<PolicyPoint>())];
            for (int round = 0; round < settings.Rounds; round++)
            {
                note($"order of documents at {load:0.##} of saturation, round {round + 1} of {settings.Rounds}");
                ArrivalTrace trace = ArrivalTrace.Poisson(settings.Arrivals, settings.Seed + round);
                for (int turn = 0; turn < systems.Count; turn++)
                {
                    int which = (round + turn) % systems.Count;
                    OpenLoopResult result = await loop
                        .RunAsync(systems[which], documents, trace, load * saturation, objective, cancellationToken).ConfigureAwait(false);
                    rounds[which].Add(new PolicyPoint(load, 1 - (result.Missed / (double)result.Documents), result));
                }
            }

            points.AddRange(rounds.Select(static round => round.OrderBy(static point => point.OnTime).ElementAt(round.Count / 2)));
        }

        return points;
    }
}

/// <summary>Ours under a load, in some order of documents.</summary>
/// <param name="Load">Rate of arrivals as a share of saturation throughput.</param>
/// <param name="OnTime">Share of the documents that were done within the objective; 0 to 1.</param>
/// <param name="Result">How long they took.</param>
internal sealed record PolicyPoint(double Load, double OnTime, OpenLoopResult Result);
