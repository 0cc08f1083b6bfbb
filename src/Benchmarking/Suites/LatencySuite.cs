using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// One document at a time. Systems take turns block by block of documents, in another order each time, so that whatever else happens
/// on the machine hits all of them alike.
/// </summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="done">Called once for each document decoded, from any thread.</param>
internal sealed class LatencySuite(BenchSettings settings, TimeProvider time, Action done)
{
    /// <summary>Documents it will decode.</summary>
    public static int Work(BenchSettings settings, int documents, int entries) =>
        entries * ((Math.Min(documents, settings.Documents) * settings.Rounds) + Math.Min(documents, settings.WarmUpDocuments));

    /// <param name="workload">The documents; the first ones are measured.</param>
    /// <param name="entries">The systems to measure, warmed up.</param>
    /// <param name="budget">No block begins after it, but the first.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<IReadOnlyList<LatencyResult>> RunAsync(
        Workload workload, IReadOnlyList<Entry> entries, TimeSpan budget, CancellationToken cancellationToken)
    {
        int documents = Math.Min(settings.Documents, workload.Documents.Count);
        Samples[] samples = [.. entries.Select(_ => new Samples(documents))];
        long start = time.GetTimestamp();
        int turn = 0;
        for (int round = 0; round < settings.Rounds; round++)
        {
            foreach (Entry entry in entries)
            {
                await entry.System.ForgetAsync(cancellationToken).ConfigureAwait(false);
            }

            for (int first = 0; first < documents && (turn == 0 || time.GetElapsedTime(start) < budget); first += settings.BlockDocuments, turn++)
            {
                for (int i = 0; i < entries.Count; i++)
                {
                    int which = (i + turn) % entries.Count;
                    await BlockAsync(entries[which], workload, first, Math.Min(first + settings.BlockDocuments, documents), samples[which], cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return [.. entries.Select((entry, i) => samples[i].Summarise(workload.Name, entry))];
    }

    private async Task BlockAsync(Entry entry, Workload workload, int first, int end, Samples samples, CancellationToken cancellationToken)
    {
        SystemCounters before = entry.System.Counters;
        for (int i = first; i < end; i++)
        {
            long start = time.GetTimestamp();
            await entry.System.SubmitAsync(workload.Documents[i], null, cancellationToken).ConfigureAwait(false);
            samples.Add(i, time.GetElapsedTime(start));
            done();
        }

        samples.Spent(entry.System.Counters - before);
        await entry.SettleAsync(settings.SettleTime, time, cancellationToken).ConfigureAwait(false);
    }

    private sealed class Samples(int documents)
    {
        private readonly List<double>[] _milliseconds = [.. Enumerable.Range(0, documents).Select(static _ => new List<double>())];
        private SystemCounters _spent;

        public void Add(int document, TimeSpan took) => _milliseconds[document].Add(took.TotalMilliseconds);

        public void Spent(SystemCounters spent) => _spent = new SystemCounters(
            _spent.Steps + spent.Steps, _spent.TokenEvaluations + spent.TokenEvaluations, _spent.EngineTime + spent.EngineTime, default, default);

        public LatencyResult Summarise(string dataset, Entry entry)
        {
            double decodings = Math.Max(1, _milliseconds.Sum(static document => document.Count));
            double total = _milliseconds.Sum(static document => document.Sum());
            return new LatencyResult(
                dataset,
                entry.System.Name,
                entry.Configuration.ToString(),
                _milliseconds.Count(static document => document.Count > 0),
                LatencySummary.OfMilliseconds([.. _milliseconds.Where(static document => document.Count > 0).Select(LatencySummary.Median)]),
                _spent.Steps / decodings,
                _spent.TokenEvaluations / decodings,
                total == 0 ? 0 : _spent.EngineTime.TotalMilliseconds / total);
        }
    }
}
