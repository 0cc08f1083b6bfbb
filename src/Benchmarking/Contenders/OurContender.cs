using System.Collections.Concurrent;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Benchmarking.Forcing;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Contenders;

/// <summary>Ours: the daemon's own planner, scheduler and decode loop, lane by lane, over engines that are made to answer perfectly.</summary>
public sealed class OurContender : IContender
{
    private readonly PromptTemplate _template;
    private readonly OurOptions _options;
    private readonly TimeProvider _time;
    private readonly DocumentPlanner _planner;
    private readonly OurLane[] _lanes;
    private readonly ConcurrentDictionary<ForcedDocument, Question[]> _questions = new(ReferenceEqualityComparer.Instance);

    /// <summary>Starts the lanes.</summary>
    /// <param name="template">How the model is asked.</param>
    /// <param name="source">Where engines come from.</param>
    /// <param name="options">How it works.</param>
    public OurContender(PromptTemplate template, EngineSource source, OurOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        (_template, _options, _time) = (template, options, source.Time);
        _lanes = [.. Enumerable.Range(0, options.Shape.Instances).Select(lane => new OurLane(lane, source, options))];
        PlanLimits limits = new(options.MaxMentionsPerLabel, options.MaxMentionTokens, WindowTokens: _lanes[0].Capacity.SequenceTokens, DraftTokens: options.DraftTokens);
        _planner = new DocumentPlanner(template, new DecodingSettings(options.Mode, options.ProbabilityOverCandidates, limits), _lanes[0].Capacity);
        Description = Describe(options);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public ContenderCounters Counters => _lanes.Aggregate(default(ContenderCounters), static (sum, lane) => Sum(sum, lane.Counters));

    /// <summary>What only our own loop can tell.</summary>
    public StepFigures Steps => _lanes.Aggregate(default(StepFigures), static (sum, lane) => sum + lane.Figures);

    /// <summary>Choices whose answer was not among the candidates; 0, or the workload is defective.</summary>
    public long Refused => _lanes.Sum(static lane => lane.Refused);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The document cannot be planned.</exception>
    public async Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken) =>
        await DecodeAsync(document, objective, cancellationToken).ConfigureAwait(false);

    /// <summary>As <see cref="SubmitAsync"/>, and gives what was found; one outcome per label where labels do not share the text.</summary>
    public async Task<IReadOnlyList<DocumentOutcome>> DecodeAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        long received = _time.GetTimestamp();
        Deadline deadline = objective is { } time ? Deadline.After(_time, received, time) : Deadline.Never;

        // What is asked and answered is known beforehand only because answers are forced: to find it is not our work. To plan is.
        Question[] questions = _questions.GetOrAdd(document, QuestionsOf);
        OurLane lane = _lanes.MinBy(static lane => lane.Documents)!;
        Task<DocumentOutcome>[] decoding = [.. questions.Select(question => lane.DecodeAsync(PlanOf(question.Document), question.Answers, received, deadline))];
        return await Task.WhenAll(decoding).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (OurLane lane in _lanes)
        {
            await lane.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ContenderCounters Sum(ContenderCounters first, ContenderCounters second) => new(
        first.Steps + second.Steps,
        first.TokenEvaluations + second.TokenEvaluations,
        first.EngineTime + second.EngineTime,
        first.HostTime + second.HostTime,
        first.AllocatedBytes + second.AllocatedBytes);

    private static string Describe(OurOptions options) =>
        $"{(options.SharesText ? "text computed once for all labels" : "every label computes the text anew")}, {options.Mode.ToString().ToLowerInvariant()} decoding, "
        + $"{(options.DraftTokens > 0 ? $"drafts of {options.DraftTokens} tokens" : "no drafts")}, {options.Shape}, {options.Policy.Name}, "
        + $"{options.DocumentsInFlight} documents of a lane and {options.RowsPerStep} rows of a step at most";

    private Question[] QuestionsOf(ForcedDocument document) => _options.SharesText
        ? [new Question(document.Document, DocumentAnswers.Of(document, _template))]
        : [.. document.Labels.Select(label =>
        {
            ForcedDocument alone = document with { Document = document.Document with { Labels = new LabelSet([label.Label]) }, Labels = [label] };
            return new Question(alone.Document, DocumentAnswers.Of(alone, _template));
        })];

    private DocumentPlan PlanOf(Document document)
    {
        PlanResult result = _planner.Plan(document);
        return result.Succeeded ? result.Plan : throw new InvalidOperationException($"Document {document.Id}: {result.Fault.Detail}");
    }

    private sealed record Question(Document Document, DocumentAnswers Answers);
}
