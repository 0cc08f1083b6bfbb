using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Daemon.Commands.Evaluating;

/// <summary>Texts through the engine, to be judged.</summary>
/// <param name="extractor">The model.</param>
/// <param name="texts">The texts.</param>
/// <param name="assembler">Makes entities of plans without removing duplicates, which the report does.</param>
/// <param name="progress">Is told of each text.</param>
internal sealed class EvalRun(Extractor extractor, IReadOnlyList<EvalText> texts, DocumentAssembler assembler, CountedProgress progress)
{
    private readonly DocumentPlan?[] _plans = new DocumentPlan?[texts.Count];
    private readonly EvaluatedText?[] _evaluated = new EvaluatedText?[texts.Count];

    /// <summary>What decoding met; valid once the run has ended.</summary>
    public EvalIncidents Incidents { get; private set; }

    /// <summary>The texts with what the model found, in order; valid once the run has ended.</summary>
    public IReadOnlyList<EvaluatedText> Evaluated => [.. _evaluated.Select(static text => text!)];

    /// <summary>Decodes all texts.</summary>
    /// <returns>The text that cannot be decoded; null where all were.</returns>
    public Task<DatasetProblem?> RunAsync(BatchingOptions batching, TimeProvider time, CancellationToken stop) => LaneRun.RunAsync(
        extractor,
        batching,
        (lanes, abandon) => new EvalFeed(extractor, texts, _plans, time).RunAsync(lanes, abandon),
        TakeAsync,
        time,
        stop);

    private async Task TakeAsync(ChannelReader<JobOutcome> outcomes, CancellationToken stop)
    {
        await foreach (JobOutcome outcome in outcomes.ReadAllAsync(stop).ConfigureAwait(false))
        {
            int index = (int)outcome.Ticket.Value;
            DocumentEntities entities = assembler.Assemble(_plans[index]!).Entities!;
            _evaluated[index] = new EvaluatedText(
                [.. texts[index].Document.Labels.Select(static label => label.Name)],
                GoldOf(texts[index]),
                entities.Entities,
                entities.Statistics.Windows > 1 ? null : DecodedIn(_plans[index]!));
            Incidents = Incidents.With(entities.Statistics);
            _plans[index] = null; // a plan holds the text's tokens
            progress.Add();
        }
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
