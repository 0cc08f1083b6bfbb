using System.Collections.Concurrent;
using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Streaming.Records;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Texts through the engine, to be scored.</summary>
/// <param name="extractor">The model.</param>
/// <param name="texts">The texts.</param>
/// <param name="assembler">Makes entities of plans without removing duplicates, which the report does.</param>
/// <param name="progress">Is told of each text.</param>
internal sealed class EvalRun(Extractor extractor, IReadOnlyList<EvalText> texts, DocumentAssembler assembler, CountedProgress progress)
{
    private readonly DocumentPlan?[] _plans = new DocumentPlan?[texts.Count];
    private readonly EvaluatedText?[] _evaluated = new EvaluatedText?[texts.Count];
    private readonly ConcurrentDictionary<Document, int> _indexes = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<DatasetProblem> _faults = new();
    private EvalIncidents _incidents;

    /// <summary>What decoding met; valid once the run has ended.</summary>
    public EvalIncidents Incidents => _incidents with { TextsWithFault = _faults.Count };

    /// <summary>The texts that ended with a fault, by their lines; each one counts as a text in which nothing was found. Valid once the run has ended.</summary>
    public IReadOnlyList<DatasetProblem> Faults => [.. _faults.OrderBy(static fault => fault.Line)];

    /// <summary>The texts with what the model found, in order; valid once the run has ended.</summary>
    public IReadOnlyList<EvaluatedText> Evaluated => [.. _evaluated.Select(static text => text!)];

    /// <summary>Decodes all texts; one that cannot be is a fault, and the others go on.</summary>
    public Task RunAsync(BatchingOptions batching, TimeProvider time, CancellationToken stop) => EngineRun.RunAsync(
        EngineRun.SettingsOf(extractor, batching, time) with { Plan = Plan },
        (submit, _) => FeedAsync(submit, time),
        TakeAsync,
        stop);

    private async Task<DatasetProblem?> FeedAsync(Func<IncomingDocument, ValueTask> submit, TimeProvider time)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            _indexes[texts[i].Document] = i;
            await submit(new IncomingDocument(new JobTicket(i), texts[i].Document, time.GetTimestamp(), Deadline.Never)).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Keeps the plans: what the model said of each label is read from them.</summary>
    private PlanResult Plan(Document document)
    {
        PlanResult result = extractor.Planner.Plan(document);
        if (result.HasPlan && _indexes.TryGetValue(document, out int index))
        {
            _plans[index] = result.Plan;
        }

        return result;
    }

    private async Task<DatasetProblem?> TakeAsync(ChannelReader<JobOutcome> outcomes, CancellationToken stop)
    {
        await foreach (JobOutcome outcome in outcomes.ReadAllAsync(stop).ConfigureAwait(false))
        {
            int index = (int)outcome.Ticket.Value;
            // Of a document that was given up the plan is as far as it came.
            DocumentOutcome assembled = outcome.Outcome.Succeeded && _plans[index] is { } plan ? assembler.Assemble(plan) : outcome.Outcome;
            if (assembled.Entities is { } entities)
            {
                _incidents = _incidents.With(entities.Statistics);
                Take(index, entities.Entities, entities.Statistics.Windows > 1 ? null : DecodedIn(_plans[index]!));
            }
            else
            {
                TakeFault(index, assembled);
            }

            _plans[index] = null; // a plan holds the text's tokens
            _indexes.TryRemove(texts[index].Document, out _);
        }

        return null;
    }

    private void TakeFault(int index, DocumentOutcome fault)
    {
        _faults.Enqueue(new DatasetProblem(texts[index].Annotated.Line, $"{fault.Detail.TrimEnd('.')} ({FaultNames.Of(fault.Fault!.Value)})"));
        Take(index, [], null);
    }

    private void Take(int index, IReadOnlyList<Entity> mentions, IReadOnlyDictionary<string, IReadOnlyList<string>>? decoded)
    {
        _evaluated[index] = new EvaluatedText([.. texts[index].Document.Labels.Select(static label => label.Name)], GoldOf(texts[index]), mentions, decoded);
        progress.Add();
    }

    private static List<Entity> GoldOf(EvalText text)
    {
        List<Entity> gold = [];
        foreach (Annotation annotation in text.Annotated.Annotations)
        {
            if (text.Document.Labels.Find(annotation.Label) is { } label)
            {
                gold.Add(new Entity(label, annotation.Text, annotation.Span, 1));
            }
        }

        return gold;
    }

    private static Dictionary<string, IReadOnlyList<string>> DecodedIn(DocumentPlan plan)
    {
        Dictionary<string, IReadOnlyList<string>> decoded = new(StringComparer.Ordinal);
        foreach (WindowPlan window in plan.Windows)
        {
            foreach ((Label label, int index) in window.Labels.Select(static (label, index) => (label, index)))
            {
                decoded[label.Name] = [.. window.MentionsOf(index).Select(static mention => mention.Text)];
            }
        }

        return decoded;
    }
}
