using System.Collections.Concurrent;
using PaDeNer.Batching.Execution;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Ours with fixed numbers of documents in decoding, and with the number that the lanes find by themselves. Fewer make steps that are too
/// small, more make documents wait for each other.
/// </summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="note">Called with one line for people before each measurement.</param>
internal sealed class InFlightSuite(ServingSettings settings, TimeProvider time, Action<string> note)
{
    /// <summary>The fixed numbers of a lane that are tried.</summary>
    public static IReadOnlyList<int> Fixed { get; } = [1, 2, 4, 8, 16];

    /// <summary>Measures, in turns; the first result is that of the number found.</summary>
    /// <param name="create">Ours with so many documents of a lane in decoding, 0 for the number it finds, and an observer.</param>
    /// <param name="offered">Documents submitted at once: more than all lanes take.</param>
    /// <param name="documents">The documents to decode; at least one.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<IReadOnlyList<InFlightPoint>> RunAsync(
        Func<int, IStepObserver, ISystemUnderTest> create, int offered, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        int[] numbers = [0, .. Fixed];
        List<InFlightPoint>[] rounds = [.. numbers.Select(static _ => new List<InFlightPoint>())];
        ServiceTimes[] times = [.. numbers.Select(static _ => new ServiceTimes())];
        ISystemUnderTest[] systems = [.. numbers.Select((number, i) => create(number, times[i]))];
        try
        {
            for (int round = 0; round < settings.InFlightRounds; round++)
            {
                for (int turn = 0; turn < numbers.Length; turn++)
                {
                    int i = (round + turn) % numbers.Length;
                    note($"documents in decoding, round {round + 1} of {settings.InFlightRounds}: {(numbers[i] == 0 ? "found" : numbers[i])}");
                    times[i].Clear();
                    ClosedLoopResult result = await new ClosedLoop(time).RunAsync(systems[i], documents, offered, settings.Closed, cancellationToken).ConfigureAwait(false);
                    rounds[i].Add(new InFlightPoint(numbers[i], result.DocumentsPerSecond, times[i].Summary()));
                }
            }
        }
        finally
        {
            foreach (ISystemUnderTest system in systems)
            {
                await system.DisposeAsync().ConfigureAwait(false);
            }
        }

        return [.. rounds.Select(Median)];
    }

    /// <summary>The median round, and how far the others are apart.</summary>
    private static InFlightPoint Median(List<InFlightPoint> rounds)
    {
        InFlightPoint[] sorted = [.. rounds.OrderBy(static point => point.DocumentsPerSecond)];
        InFlightPoint median = sorted[sorted.Length / 2];
        return median with { RoundsApart = (sorted[^1].DocumentsPerSecond - sorted[0].DocumentsPerSecond) / median.DocumentsPerSecond };
    }

    /// <summary>The number found beside the fixed number of the highest throughput.</summary>
    public static InFlightFigures Figures(IReadOnlyList<InFlightPoint> points)
    {
        InFlightPoint best = points.Skip(1).MaxBy(static point => point.DocumentsPerSecond)!;
        return new InFlightFigures(points[0].DocumentsPerSecond / best.DocumentsPerSecond, points[0].ServiceTime.P50 / best.ServiceTime.P50)
        {
            RoundsApart = best.RoundsApart,
            AsGood = [.. points.Skip(1).Where(point => point.DocumentsPerSecond >= 0.97 * best.DocumentsPerSecond).Select(static point => point.DocumentsInFlight)],
        };
    }

    private sealed class ServiceTimes : IStepObserver
    {
        private readonly ConcurrentQueue<TimeSpan> _times = [];

        public void Clear() => _times.Clear();

        public LatencySummary Summary() => LatencySummary.Of(_times.ToArray());

        public void StepDone(in StepReport report)
        {
        }

        public void DocumentDecoded(JobOutcome outcome)
        {
            if (outcome.Timings.Steps > 0)
            {
                _times.Enqueue(outcome.Timings.ServiceTime);
            }
        }
    }
}

/// <summary>Ours with a number of documents in decoding, while more are waiting than lanes take.</summary>
/// <param name="DocumentsInFlight">Documents of a lane in decoding at once; 0 where the lane finds the number.</param>
/// <param name="DocumentsPerSecond">Throughput.</param>
/// <param name="ServiceTime">Times from a document's first step to its outcome.</param>
internal sealed record InFlightPoint(int DocumentsInFlight, double DocumentsPerSecond, LatencySummary ServiceTime)
{
    /// <summary>How far the slowest and the fastest of its rounds are apart, as a share of the throughput; 0 where there was one round.</summary>
    public double RoundsApart { get; init; }
}
