using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Ours beside the baselines on the same runtime, dataset by dataset: latency, throughput, ablations.</summary>
public sealed class ComparisonSuite
{
    private readonly BenchSettings _settings;
    private readonly Action<string> _note;
    private readonly SystemSet _systemSet;
    private readonly WarmUp _warmUp;
    private readonly LatencySuite _latency;
    private readonly ThroughputSuite _throughput;
    private readonly Dictionary<string, string> _systems = [];
    private readonly List<DroppedConfiguration> _dropped = [];

    /// <summary>A suite.</summary>
    /// <param name="source">Creates the engines.</param>
    /// <param name="ours">This daemon's system, as configured.</param>
    /// <param name="settings">Numbers of documents and rounds, and time limits.</param>
    /// <param name="note">Called with one line for people before each measurement.</param>
    /// <param name="done">Called once for each document decoded, from any thread.</param>
    public ComparisonSuite(EngineSource source, PadenerOptions ours, BenchSettings settings, Action<string> note, Action done)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_settings, _note) = (settings, note);
        _systemSet = new SystemSet(source, ours);
        _warmUp = new WarmUp(settings, source.Time, done);
        _latency = new LatencySuite(settings, source.Time, done);
        _throughput = new ThroughputSuite(settings, source.Time, done);
    }

    /// <summary>Documents that a run decodes, for a progress bar.</summary>
    /// <param name="settings">Numbers of documents and rounds, and time limits.</param>
    /// <param name="cores">Cores there are.</param>
    /// <param name="workloads">The datasets.</param>
    public static long Work(BenchSettings settings, int cores, IReadOnlyList<Workload> workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        int configurations = cores > 1 ? 2 : 1;
        int ablations = cores > 1 ? 12 : 9;
        return workloads.Select((workload, i) =>
            (long)LatencySuite.Work(settings, workload.Documents.Count, 5 * configurations) + ThroughputSuite.Work(settings, 1 + (2 * configurations))
            + (i < settings.AblationDatasets
                ? LatencySuite.Work(settings, workload.Documents.Count, ablations) + ThroughputSuite.Work(settings, ablations)
                : 0)).Sum();
    }

    /// <summary>Measures.</summary>
    /// <param name="workloads">The datasets; each with a document at least.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<ComparisonResult> RunAsync(IReadOnlyList<Workload> workloads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        // What a dataset takes: latency most of it, then throughput, then the ablations where there are any.
        TimeSpan part = _settings.Budget / Math.Max(1, (workloads.Count * 4) + (Math.Min(workloads.Count, _settings.AblationDatasets) * 2));
        List<LatencyResult> latency = [], ablationLatency = [];
        List<ThroughputResult> throughput = [], ablationThroughput = [];
        foreach (Workload workload in workloads)
        {
            latency.AddRange(await WithAsync(workload, "latency", _systemSet.ForLatency, _latency.RunAsync, part * 3, cancellationToken).ConfigureAwait(false));
            throughput.AddRange(await WithAsync(workload, "throughput", _systemSet.ForThroughput, _throughput.RunAsync, part, cancellationToken).ConfigureAwait(false));
        }

        foreach (Workload workload in workloads.Take(_settings.AblationDatasets))
        {
            ablationLatency.AddRange(await WithAsync(workload, "ablations", _systemSet.Ablations, _latency.RunAsync, part, cancellationToken).ConfigureAwait(false));
            ablationThroughput.AddRange(await WithAsync(workload, "ablations", _systemSet.Ablations, _throughput.RunAsync, part, cancellationToken).ConfigureAwait(false));
        }

        return new ComparisonResult
        {
            Datasets = [.. workloads.Select(Describe)],
            Latency = latency,
            Throughput = throughput,
            AblationLatency = ablationLatency,
            AblationThroughput = ablationThroughput,
            Dropped = _dropped,
            Systems = [.. _systems.Select(static pair => (pair.Key, pair.Value))],
        };
    }

    private async Task<IReadOnlyList<T>> WithAsync<T>(
        Workload workload,
        string what,
        Func<Workload, IReadOnlyList<Entry>> systems,
        Func<Workload, IReadOnlyList<Entry>, TimeSpan, CancellationToken, Task<IReadOnlyList<T>>> measure,
        TimeSpan budget,
        CancellationToken cancellationToken)
    {
        _note($"{workload.Name}: {what}");
        IReadOnlyList<Entry> entries = systems(workload);
        try
        {
            foreach (Entry entry in entries)
            {
                _systems.TryAdd(entry.System.Name, entry.System.Description);
            }

            (IReadOnlyList<Entry> kept, IReadOnlyList<DroppedConfiguration> dropped) = await _warmUp.RunAsync(workload, entries, cancellationToken).ConfigureAwait(false);
            _dropped.AddRange(dropped);
            IReadOnlyList<T> results = await measure(workload, kept, budget, cancellationToken).ConfigureAwait(false);
            Require(entries);
            return results;
        }
        finally
        {
            foreach (Entry entry in entries)
            {
                await entry.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Figures of a run in which an answer could not be forced would be figures of another run than the one described.</summary>
    private static void Require(IReadOnlyList<Entry> entries)
    {
        long refused = entries.Select(static entry => entry.System).OfType<PadenerSystem>().Sum(static ours => ours.Refused);
        if (refused > 0)
        {
            throw new InvalidOperationException($"{refused} answers could not be forced: a defect of the workload.");
        }
    }

    private static DatasetResult Describe(Workload workload)
    {
        IReadOnlyList<ForcedDocument> documents = workload.Documents;
        return new DatasetResult(
            workload.Name,
            documents.Count,
            documents[0].Labels.Count,
            documents.Average(static document => document.TextTokens.Count),
            documents.Average(static document => document.MentionCount),
            workload.IsSpelledByCharacter,
            workload.Losses,
            documents.Average(document => Baselines.GeneratedTokens(Baselines.Augmented, document, workload.Template)),
            documents.Average(document => Baselines.GeneratedTokens(Baselines.Structured, document, workload.Template)),
            documents.SelectMany(document => AnswerLengths(DocumentAnswers.Of(document, workload.Template))).Average());
    }

    private static IEnumerable<int> AnswerLengths(DocumentAnswers answers) => answers.Labels
        .SelectMany(static label => label.Mentions.Select(static mention => mention.Answer.Length).Prepend(label.Count.Length));
}
