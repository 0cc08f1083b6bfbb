using PaDeNer.Batching.Admission;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>The set of systems that a suite measures, each in its configurations.</summary>
/// <param name="source">Creates the engines.</param>
/// <param name="ours">This daemon's system, as configured.</param>
internal sealed class SystemSet(EngineSource source, PadenerOptions ours)
{
    private const int Drafts = 8;
    private static readonly TextTemplateWording Words = TextTemplateWording.PadellmEnglish;

    /// <summary>One document at a time: one engine is all that can be busy, with one thread or with all cores.</summary>
    public IReadOnlyList<Entry> ForLatency(Workload workload)
    {
        PromptTemplate template = workload.Template;

        // Nobody watches: what is recorded of ours are steps of many documents, which cores lent to a lone one make look faster than they are.
        PadenerOptions alone = ours with { Observer = null };
        List<Entry> entries = [Ours(template, alone)];
        foreach (EngineConfiguration configuration in OneEngine())
        {
            // Ours too may give all cores to one document, as a single lane; lanes of one thread leave the others idle.
            if (configuration.Threads > 1 && configuration != ours.Configuration)
            {
                entries.Add(Ours(template, alone with { Configuration = configuration }));
            }

            entries.Add(new Entry(Baselines.AutoregressiveAugmented(template, source, configuration), configuration));
            entries.Add(new Entry(Baselines.AutoregressiveStructured(template, source, configuration), configuration));
            entries.Add(new Entry(Baselines.PadellmBatch(template, source, configuration), configuration));
            entries.Add(new Entry(Baselines.PerRequestSlots(template, source, configuration), configuration));
        }

        return entries;
    }

    /// <summary>Many in flight: an engine per core, or one engine with all cores.</summary>
    public IReadOnlyList<Entry> ForThroughput(Workload workload)
    {
        PromptTemplate template = workload.Template;
        List<Entry> entries = [Ours(template, ours)];
        foreach (EngineConfiguration configuration in AllCores())
        {
            entries.Add(new Entry(Baselines.PadellmBatch(template, source, configuration), configuration));
            entries.Add(new Entry(Baselines.PerRequestSlots(template, source, configuration), configuration));
        }

        return entries;
    }

    /// <summary>Ours, and ours with one thing changed at a time.</summary>
    public IReadOnlyList<Entry> Ablations(Workload workload)
    {
        int labels = workload.Documents[0].Labels.Count;
        List<PadenerOptions> changed =
        [
            ours,
            ours with { Name = "text computed per label", SharesText = false, DocumentsInFlight = ours.DocumentsInFlight * labels },
            ours with
            {
                Name = ours.Mode == DecodingMode.Verbatim ? "free decoding" : "verbatim decoding",
                Mode = ours.Mode == DecodingMode.Verbatim ? DecodingMode.Free : DecodingMode.Verbatim,
            },
            ours with { Name = ours.DraftTokens == 0 ? "drafts where they pay" : "no drafts", DraftTokens = ours.DraftTokens == 0 ? Drafts : 0 },
            ours with { Name = $"drafts of {Drafts} tokens, paying or not", DraftTokens = Drafts, DraftAlways = true },
            ours with { Name = "one document of a lane at a time", DocumentsInFlight = 1 },
            ours with { Name = "arrival order", Order = QueueOrder.Arrival },
        ];
        if (ours.ThreadsWhenAlone > 1)
        {
            changed.Add(ours with { Name = "no cores borrowed from idle lanes", ThreadsWhenAlone = 1 });
        }

        if (source.Cores > 1)
        {
            changed.Add(ours with { Name = "one lane, one thread", Configuration = new EngineConfiguration(1, 1), ThreadsWhenAlone = 1 });
            changed.Add(ours with { Name = "one lane, all cores", Configuration = new EngineConfiguration(1, source.Cores) });
        }

        // Only ours as configured is told of: a profile recorded from it must not hold steps of another.
        return
        [
            .. changed.Select(options => Ours(workload.Template, options.Name == ours.Name ? options : options with { Observer = null })),
            .. InWords(workload).Select(options => Ours(WordsFor(workload), options with { Observer = null })),
        ];
    }

    /// <summary>
    /// What a template in words costs, and what the forced separator saves there; the compact template leaves it nothing to save. Answers are
    /// forced, so that no model need have been tuned to these words.
    /// </summary>
    private IEnumerable<PadenerOptions> InWords(Workload workload)
    {
        if (workload.Template is TextTemplate)
        {
            return [ours with { Name = ours.ForcedSeparator ? "separator not forced" : "separator forced", ForcedSeparator = !ours.ForcedSeparator }];
        }

        string name = $"prompts in words ({Words.Name})";
        return [ours with { Name = name, ForcedSeparator = true }, ours with { Name = $"{name}, separator not forced", ForcedSeparator = false }];
    }

    private static PromptTemplate WordsFor(Workload workload) =>
        workload.Template is TextTemplate ? workload.Template : new TextTemplate(Words, workload.Template.Tokenizer);

    private Entry Ours(PromptTemplate template, PadenerOptions options) => new(new PadenerSystem(template, source, options), options.Configuration);

    private IEnumerable<EngineConfiguration> OneEngine() => source.Cores > 1 ? [new EngineConfiguration(1, 1), new EngineConfiguration(1, source.Cores)] : [new EngineConfiguration(1, 1)];

    private IEnumerable<EngineConfiguration> AllCores() =>
        source.Cores > 1 ? [new EngineConfiguration(source.Cores, 1), new EngineConfiguration(1, source.Cores)] : [new EngineConfiguration(1, 1)];
}

/// <summary>A system in one configuration, as it takes part in a suite.</summary>
/// <param name="System">The system; the entry owns it.</param>
/// <param name="Configuration">The number of engines and their threads.</param>
internal sealed record Entry(ISystemUnderTest System, EngineConfiguration Configuration) : IAsyncDisposable
{
    /// <summary>Waits until its threads, which spin for a while after its last step, no longer take cores from the next system.</summary>
    public Task SettleAsync(TimeSpan settle, TimeProvider time, CancellationToken cancellationToken) =>
        Configuration.Threads > 1 ? Task.Delay(settle, time, cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
