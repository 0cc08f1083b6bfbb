using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Always as many documents in flight: as soon as one is done the next is submitted. Systems take turns run by run.</summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="done">Called once for each document decoded, from any thread.</param>
internal sealed class ThroughputSuite(BenchSettings settings, TimeProvider time, Action done)
{
    /// <summary>Documents it will decode.</summary>
    public static int Work(BenchSettings settings, int entries) =>
        entries * ((settings.ThroughputDocuments * settings.ThroughputRounds) + (settings.InFlight / 2) + settings.WarmUpDocuments);

    /// <param name="workload">The documents.</param>
    /// <param name="entries">The systems to measure, warmed up.</param>
    /// <param name="budget">No round begins after it, but the first.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<IReadOnlyList<ThroughputResult>> RunAsync(
        Workload workload, IReadOnlyList<Entry> entries, TimeSpan budget, CancellationToken cancellationToken)
    {
        List<double>[] rates = [.. entries.Select(static _ => new List<double>())];
        SystemCounters[] before = new SystemCounters[entries.Count];
        StepFigures[] stepsBefore = new StepFigures[entries.Count];
        long start = time.GetTimestamp();
        double secondsPerDocument = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            secondsPerDocument += 1 / await RunAsync(entries[i], workload, settings.InFlight / 2, cancellationToken).ConfigureAwait(false);
            before[i] = entries[i].System.Counters;
            stepsBefore[i] = (entries[i].System as PadenerSystem)?.Steps ?? default;
        }

        // At least as many as are in flight, or it would be another figure.
        int affordable = (int)Math.Min(int.MaxValue, budget.TotalSeconds / secondsPerDocument);
        int documents = Math.Min(settings.ThroughputDocuments, Math.Max(settings.InFlight, affordable));
        for (int round = 0; round < settings.ThroughputRounds && (round == 0 || time.GetElapsedTime(start) < budget); round++)
        {
            for (int i = 0; i < entries.Count; i++)
            {
                int which = (i + round) % entries.Count;
                rates[which].Add(await RunAsync(entries[which], workload, documents, cancellationToken).ConfigureAwait(false));
            }
        }

        return [.. entries.Select((entry, i) => Summarise(workload.Name, entry, documents, rates[i], before[i], stepsBefore[i]))];
    }

    /// <summary>Documents per second of one run.</summary>
    private async Task<double> RunAsync(Entry entry, Workload workload, int documents, CancellationToken cancellationToken)
    {
        await entry.System.ForgetAsync(cancellationToken).ConfigureAwait(false);
        int next = -1;
        long start = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(settings.InFlight, documents)).Select(async _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < documents; i = Interlocked.Increment(ref next))
            {
                await entry.System.SubmitAsync(workload.Documents[i % workload.Documents.Count], null, cancellationToken).ConfigureAwait(false);
                done();
            }
        })).ConfigureAwait(false);
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        await entry.SettleAsync(settings.SettleTime, time, cancellationToken).ConfigureAwait(false);
        return documents / Math.Max(1e-9, seconds);
    }

    private ThroughputResult Summarise(string dataset, Entry entry, int documentsOfARun, List<double> rates, SystemCounters before, StepFigures stepsBefore)
    {
        SystemCounters spent = entry.System.Counters - before;
        double documents = (double)documentsOfARun * rates.Count;
        double busy = (spent.EngineTime + spent.HostTime).TotalSeconds;
        ThroughputResult result = new(
            dataset,
            entry.System.Name,
            entry.Configuration.ToString(),
            settings.InFlight,
            LatencySummary.Median(rates),
            spent.Steps / documents,
            spent.TokenEvaluations / documents,
            busy == 0 ? 0 : spent.HostTime.TotalSeconds / busy,
            spent.Steps == 0 ? 0 : (double)spent.AllocatedBytes / spent.Steps);
        return entry.System is PadenerSystem ours
            ? result with
            {
                StepTimeError = (ours.Steps - stepsBefore).PredictionError,
                BytesPerDocument = (ours.Steps - stepsBefore).LoopBytes / documents,
            }
            : result;
    }
}
