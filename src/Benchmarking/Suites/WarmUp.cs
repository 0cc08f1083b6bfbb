using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Decodes documents that are not measured, and drops configurations that are far too slow: on a machine that does something else besides, threads that
/// wait for each other at every step can take a hundred times as long, and measuring that would take the time of all others.
/// </summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="done">Called once for each document decoded, from any thread.</param>
internal sealed class WarmUp(BenchSettings settings, TimeProvider time, Action done)
{
    /// <summary>
    /// A configuration of several threads that is this many times as slow as the same system's other configuration is not measured. Far above
    /// the noise of a shared machine, so that chance drops no system's better configuration. Engines of one thread are always measured.
    /// </summary>
    private const double HopelessConfiguration = 3;

    /// <summary>A variant of ours this many times as slow as ours is not measured.</summary>
    private const double HopelessVariant = 8;

    /// <summary>Where an engine of several threads is this many times as slow, no other of several threads is tried.</summary>
    private const double HopelessThreads = 4;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>Warms all up, one document at a time.</summary>
    /// <returns>Those worth measuring, and those that are not.</returns>
    public async Task<(IReadOnlyList<Entry> Kept, IReadOnlyList<DroppedConfiguration> Dropped)> RunAsync(
        Workload workload, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        double[] milliseconds = new double[entries.Count];
        double threadsAreHopeless = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            if (threadsAreHopeless > 0 && entries[i].Configuration.Threads > 1)
            {
                milliseconds[i] = double.PositiveInfinity; // a single document could take minutes
                continue;
            }

            milliseconds[i] = await DecodeAsync(entries[i], workload, cancellationToken).ConfigureAwait(false);
            await entries[i].SettleAsync(settings.SettleTime, time, cancellationToken).ConfigureAwait(false);
            double factor = OverBest(entries, milliseconds, i);
            if (entries[i].Configuration.Threads > 1 && factor > HopelessThreads)
            {
                threadsAreHopeless = factor;
            }
        }

        List<Entry> kept = [];
        List<DroppedConfiguration> dropped = [];
        for (int i = 0; i < entries.Count; i++)
        {
            double factor = OverBest(entries, milliseconds, i);
            if (entries[i].Configuration.Threads > 1 && factor > (IsVariant(entries, i) ? HopelessVariant : HopelessConfiguration))
            {
                factor = double.IsFinite(factor) ? factor : threadsAreHopeless;
                dropped.Add(new DroppedConfiguration(workload.Name, entries[i].System.Name, entries[i].Configuration.ToString(), factor));
            }
            else
            {
                kept.Add(entries[i]);
            }
        }

        return (kept, dropped);
    }

    /// <summary>A variant of ours goes by another name.</summary>
    private static bool IsVariant(IReadOnlyList<Entry> entries, int i) =>
        entries[i].System is PadenerSystem && entries[i].System.Name != entries[0].System.Name;

    /// <summary>How many times as long it took as the same system's best configuration so far, or, for a variant of ours, as ours.</summary>
    private static double OverBest(IReadOnlyList<Entry> entries, double[] milliseconds, int i) => IsVariant(entries, i)
        ? milliseconds[i] / milliseconds[0]
        : double.IsInfinity(milliseconds[i])
            ? double.PositiveInfinity
            : milliseconds[i] / milliseconds.Where((took, other) => took > 0 && entries[other].System.Name == entries[i].System.Name).Min();

    /// <summary>Milliseconds of a document: the median, for the first ones find cold code.</summary>
    private async Task<double> DecodeAsync(Entry entry, Workload workload, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        List<double> milliseconds = [];
        foreach (ForcedDocument document in workload.Documents.Take(settings.WarmUpDocuments))
        {
            long before = time.GetTimestamp();
            await entry.System.SubmitAsync(document, null, cancellationToken).ConfigureAwait(false);
            milliseconds.Add(time.GetElapsedTime(before).TotalMilliseconds);
            done();
            if (time.GetElapsedTime(start) > MostTime)
            {
                break;
            }
        }

        return LatencySummary.Median(milliseconds);
    }
}
