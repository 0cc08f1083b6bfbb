using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// One document at a time. Contenders take turns block by block of documents, in another order each time, so that whatever else happens
/// on the machine hits all of them alike.
/// </summary>
/// <param name="settings">How much is measured.</param>
/// <param name="time">The clock.</param>
/// <param name="done">Is told of each document decoded.</param>
internal sealed class LatencySuite(BenchSettings settings, TimeProvider time, Action done)
{
    /// <summary>Threads of an engine spin for a while after its last step, in the way of whoever comes next.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(250);

    /// <summary>Documents it will decode.</summary>
    public static int Work(BenchSettings settings, int documents, int entries) =>
        entries * ((documents * settings.Rounds) + Math.Min(documents, settings.WarmUpDocuments));

    public async Task<IReadOnlyList<LatencyResult>> RunAsync(Workload workload, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        Samples[] samples = [.. entries.Select(_ => new Samples(workload.Documents.Count))];
        foreach (Entry entry in entries)
        {
            await WarmUpAsync(entry, workload, cancellationToken).ConfigureAwait(false);
        }

        int turn = 0;
        for (int round = 0; round < settings.Rounds; round++)
        {
            for (int first = 0; first < workload.Documents.Count; first += settings.BlockDocuments, turn++)
            {
                for (int i = 0; i < entries.Count; i++)
                {
                    int which = (i + turn) % entries.Count;
                    await BlockAsync(entries[which], workload, first, samples[which], cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return [.. entries.Select((entry, i) => samples[i].Summarise(workload.Name, entry))];
    }

    private async Task WarmUpAsync(Entry entry, Workload workload, CancellationToken cancellationToken)
    {
        foreach (ForcedDocument document in workload.Documents.Take(settings.WarmUpDocuments))
        {
            await entry.Contender.SubmitAsync(document, null, cancellationToken).ConfigureAwait(false);
            done();
        }

        await SettleAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    private async Task BlockAsync(Entry entry, Workload workload, int first, Samples samples, CancellationToken cancellationToken)
    {
        ContenderCounters before = entry.Contender.Counters;
        for (int i = first; i < Math.Min(first + settings.BlockDocuments, workload.Documents.Count); i++)
        {
            long start = time.GetTimestamp();
            await entry.Contender.SubmitAsync(workload.Documents[i], null, cancellationToken).ConfigureAwait(false);
            samples.Add(i, time.GetElapsedTime(start));
            done();
        }

        samples.Spent(entry.Contender.Counters - before);
        await SettleAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    private Task SettleAsync(Entry entry, CancellationToken cancellationToken) =>
        entry.Shape.Threads > 1 ? Task.Delay(SettleTime, time, cancellationToken) : Task.CompletedTask;

    private sealed class Samples(int documents)
    {
        private readonly List<double>[] _milliseconds = [.. Enumerable.Range(0, documents).Select(static _ => new List<double>())];
        private ContenderCounters _spent;

        public void Add(int document, TimeSpan took) => _milliseconds[document].Add(took.TotalMilliseconds);

        public void Spent(ContenderCounters spent) => _spent = new ContenderCounters(
            _spent.Steps + spent.Steps, _spent.TokenEvaluations + spent.TokenEvaluations, _spent.EngineTime + spent.EngineTime, default, default);

        public LatencyResult Summarise(string dataset, Entry entry)
        {
            double decodings = Math.Max(1, _milliseconds.Sum(static document => document.Count));
            double total = _milliseconds.Sum(static document => document.Sum());
            return new LatencyResult(
                dataset,
                entry.Contender.Name,
                entry.Shape.ToString(),
                _milliseconds.Length,
                LatencySummary.Of([.. _milliseconds.Select(LatencySummary.Median)]),
                _spent.Steps / decodings,
                _spent.TokenEvaluations / decodings,
                total == 0 ? 0 : _spent.EngineTime.TotalMilliseconds / total);
        }
    }
}
