using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Documents that do not count. They also show which shapes are hopeless: on a machine that does something else besides, threads that
/// wait for each other at every step can take a hundred times as long, and measuring that would take the time of all others.
/// </summary>
/// <param name="settings">How much is measured.</param>
/// <param name="time">The clock.</param>
/// <param name="done">Is told of each document decoded.</param>
internal sealed class WarmUp(BenchSettings settings, TimeProvider time, Action done)
{
    /// <summary>A shape this many times as slow as the same contender's other shape is not measured.</summary>
    private const double HopelessShape = 1.6;

    /// <summary>A variant of ours this many times as slow as ours is not measured.</summary>
    private const double HopelessVariant = 8;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>Warms all up, one document at a time.</summary>
    /// <returns>Those worth measuring, and those that are not.</returns>
    public async Task<(IReadOnlyList<Entry> Kept, IReadOnlyList<DroppedShape> Dropped)> RunAsync(
        Workload workload, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        double[] milliseconds = new double[entries.Count];
        for (int i = 0; i < entries.Count; i++)
        {
            milliseconds[i] = await DecodeAsync(entries[i], workload, cancellationToken).ConfigureAwait(false);
            await entries[i].SettleAsync(settings.SettleTime, time, cancellationToken).ConfigureAwait(false);
        }

        List<Entry> kept = [];
        List<DroppedShape> dropped = [];
        for (int i = 0; i < entries.Count; i++)
        {
            double[] same = [.. milliseconds.Where((_, other) => entries[other].Contender.Name == entries[i].Contender.Name)];
            double overShape = milliseconds[i] / same.Min();
            double overOurs = milliseconds[i] / milliseconds[0];
            bool isVariant = entries[i].Contender is OurContender && i > 0;
            if (overShape > HopelessShape || (isVariant && overOurs > HopelessVariant))
            {
                dropped.Add(new DroppedShape(workload.Name, entries[i].Contender.Name, entries[i].Shape.ToString(), isVariant ? overOurs : overShape));
            }
            else
            {
                kept.Add(entries[i]);
            }
        }

        return (kept, dropped);
    }

    /// <summary>Milliseconds of a document: the median, for the first ones find cold code.</summary>
    private async Task<double> DecodeAsync(Entry entry, Workload workload, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        List<double> milliseconds = [];
        foreach (ForcedDocument document in workload.Documents.Take(settings.WarmUpDocuments))
        {
            long before = time.GetTimestamp();
            await entry.Contender.SubmitAsync(document, null, cancellationToken).ConfigureAwait(false);
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
