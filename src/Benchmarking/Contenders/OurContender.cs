using System.Collections.Concurrent;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
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
    /// <summary>Planned documents that may wait for a lane: as many as the daemon lets wait.</summary>
    private const int QueueLength = 256;

    private readonly PromptTemplate _template;
    private readonly OurOptions _options;
    private readonly TimeProvider _time;
    private readonly DocumentPlanner _planner;
    private readonly AnswerBook _book = new();
    private readonly DeadlineJobs _jobs;
    private readonly OurLane[] _lanes;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<DocumentOutcome>> _waiting = new();
    private readonly ConcurrentDictionary<ForcedDocument, Question[]> _questions = new(ReferenceEqualityComparer.Instance);
    private long _ticket;
    private volatile Exception? _failure;

    /// <summary>Starts the lanes.</summary>
    /// <param name="template">How the model is asked.</param>
    /// <param name="source">Where engines come from.</param>
    /// <param name="options">How it works.</param>
    public OurContender(PromptTemplate template, EngineSource source, OurOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        (_template, _options, _time) = (template, options, source.Time);
        _jobs = new DeadlineJobs(QueueLength, source.Time, options.Policy.Queue);
        _lanes = [.. Enumerable.Range(0, options.Shape.Instances).Select(lane => new OurLane(lane, source, options, _book))];
        PlanLimits limits = new(options.MaxMentionsPerLabel, options.MaxMentionTokens)
        {
            WindowTokens = _lanes[0].Capacity.SequenceTokens,
            DraftTokens = options.DraftTokens,
            ForcedSeparator = options.ForcedSeparator,
        };
        _planner = new DocumentPlanner(template, new DecodingSettings(options.Mode, options.ProbabilityOverCandidates, limits), _lanes[0].Capacity);
        Description = Describe(options, template);
        foreach (OurLane lane in _lanes)
        {
            lane.Start(_jobs, Emit, Fail);
        }
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
        Task<DocumentOutcome>[] decoding = [.. questions.Select(question => DecodeAsync(question, received, deadline, cancellationToken))];
        return await Task.WhenAll(decoding).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _jobs.TryComplete();
        await Task.Run(() => Array.ForEach(_lanes, static lane => lane.Dispose())).ConfigureAwait(false);
        _jobs.Dispose();
    }

    private async Task<DocumentOutcome> DecodeAsync(Question question, long received, Deadline deadline, CancellationToken cancellationToken)
    {
        DocumentPlan plan = PlanOf(question.Document);
        JobTicket ticket = new(Interlocked.Increment(ref _ticket));
        TaskCompletionSource<DocumentOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[ticket.Value] = done;
        _book.Add(question.Answers);
        try
        {
            if (_failure is not null)
            {
                throw new InvalidOperationException($"{Name} takes no more documents.", _failure);
            }

            await _jobs.WriteAsync(new DocumentJob(ticket, plan, received, deadline), cancellationToken).ConfigureAwait(false);
            return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(ticket.Value, out _);
            _book.Remove(question.Answers);
        }
    }

    private void Emit(JobOutcome outcome)
    {
        if (_waiting.TryGetValue(outcome.Ticket.Value, out TaskCompletionSource<DocumentOutcome>? done))
        {
            done.TrySetResult(outcome.Outcome);
        }
    }

    /// <summary>A lane that failed leaves its documents undone: as in the daemon, that is the end of all lanes.</summary>
    private void Fail(Exception failure)
    {
        _failure = failure;
        _jobs.TryComplete();
        foreach (TaskCompletionSource<DocumentOutcome> waiting in _waiting.Values)
        {
            waiting.TrySetException(failure);
        }
    }

    private static ContenderCounters Sum(ContenderCounters first, ContenderCounters second) => new(
        first.Steps + second.Steps,
        first.TokenEvaluations + second.TokenEvaluations,
        first.EngineTime + second.EngineTime,
        first.HostTime + second.HostTime,
        first.AllocatedBytes + second.AllocatedBytes);

    private static string Describe(OurOptions options, PromptTemplate template) =>
        $"{(template is TextTemplate ? $"prompts in words ({template.Name}), mentions begun {(options.ForcedSeparator ? "as soon as the count is a number" : "once the count has ended")}, " : string.Empty)}"
        + $"{(options.SharesText ? "text computed once for all labels" : "every label computes the text anew")}, {options.Mode.ToString().ToLowerInvariant()} decoding, "
        + $"{(options.DraftTokens > 0 ? $"drafts of up to {options.DraftTokens} tokens{(options.DraftAlways ? string.Empty : " where they pay")}" : "no drafts")}, {options.Shape}, {options.Policy.Name}, "
        + $"{(options.DocumentsInFlight == 0 ? "as many documents of a lane as its steps allow" : $"{options.DocumentsInFlight} documents of a lane at most")}, {options.RowsPerStep} rows of a step at most";

    private Question[] QuestionsOf(ForcedDocument drawn)
    {
        ForcedDocument document = drawn.AskedBy(_template);
        return _options.SharesText
            ? [new Question(document.Document, DocumentAnswers.Of(document, _template))]
            : [.. document.Labels.Select(label =>
            {
                ForcedDocument alone = document with { Document = document.Document with { Labels = new LabelSet([label.Label]) }, Labels = [label] };
                return new Question(alone.Document, DocumentAnswers.Of(alone, _template));
            })];
    }

    private DocumentPlan PlanOf(Document document)
    {
        PlanResult result = _planner.Plan(document);
        return result.Succeeded ? result.Plan : throw new InvalidOperationException($"Document {document.Id}: {result.Fault.Detail}");
    }

    private sealed record Question(Document Document, DocumentAnswers Answers);
}
