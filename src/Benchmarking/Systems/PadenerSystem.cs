using System.Collections.Concurrent;
using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>This daemon as a system under test: its own planner, scheduler and decode loop, over engines with forced decoding.</summary>
internal sealed class PadenerSystem : ISystemUnderTest, IStepObserver
{
    private readonly PromptTemplate _template;
    private readonly PadenerOptions _options;
    private readonly TimeProvider _time;
    private readonly AnswerBook _book = new();
    private readonly PadenerLane[] _lanes;
    private readonly ExtractionEngine _engine;
    private readonly ConcurrentDictionary<ForcedDocument, Question[]> _questions = new(ReferenceEqualityComparer.Instance);
    private long _ticket;

    /// <summary>Starts the lanes.</summary>
    /// <param name="template">The prompt template, bound to the vocabulary of the documents.</param>
    /// <param name="source">Creates the engines.</param>
    /// <param name="options">How it works.</param>
    public PadenerSystem(PromptTemplate template, EngineSource source, PadenerOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        (_template, _options, _time) = (template, options, source.Time);
        _lanes = [.. Enumerable.Range(0, options.Configuration.Instances).Select(lane => new PadenerLane(lane, source, options, _book))];
        PlanLimits limits = new(options.MaxMentionsPerLabel, options.MaxMentionTokens)
        {
            WindowTokens = _lanes[0].Capacity.SequenceTokens,
            DraftTokens = options.DraftTokens,
            ForcedSeparator = options.ForcedSeparator,
        };
        DocumentPlanner planner = new(template, new DecodingSettings(options.Mode, options.ProbabilityOverCandidates, limits), _lanes[0].Capacity);
        BatchingOptions batching = new() { RowsPerStep = options.RowsPerStep, DocumentsInFlight = options.DocumentsInFlight };
        _engine = new ExtractionEngine(new ExtractionEngineSettings
        {
            Lanes = [.. _lanes.Select(static lane => lane.Engine)],
            Plan = planner.Plan,
            Assembler = new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.None, UngroundedPolicy.Keep, 0, OverlapPolicy.Allow)),
            Batching = options.DraftAlways ? batching.DraftingAlways() : batching,
            Order = options.Order,
            PlanningWorkers = Math.Max(1, Environment.ProcessorCount / 2),
            Time = source.Time,
            Observer = this,
        });
        Description = Describe(options, template);

        // Without documents to warm up with, the lanes are ready as soon as their threads run.
        _engine.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public SystemCounters Counters => _lanes.Aggregate(default(SystemCounters), static (sum, lane) => Sum(sum, lane.Counters));

    /// <summary>Figures of the decode loop, summed over all lanes since the start.</summary>
    public StepFigures Steps => _lanes.Aggregate(default(StepFigures), static (sum, lane) => sum + lane.Figures);

    /// <summary>Choices whose forced answer was not among the candidates since the start; anything but 0 makes the run invalid.</summary>
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
        await _engine.FinishAsync().ConfigureAwait(false);
        await _engine.DisposeAsync().ConfigureAwait(false);
        Array.ForEach(_lanes, static lane => lane.Dispose());
    }

    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
        _options.Observer?.StepDone(report);
        _lanes[report.Lane].Add(report);
    }

    /// <inheritdoc/>
    public void DocumentDecoded(JobOutcome outcome) => _options.Observer?.DocumentDecoded(outcome);

    private async Task<DocumentOutcome> DecodeAsync(Question question, long received, Deadline deadline, CancellationToken cancellationToken)
    {
        IncomingDocument incoming = new(new JobTicket(Interlocked.Increment(ref _ticket)), question.Document, received, deadline);
        _book.Add(question.Answers);
        try
        {
            JobOutcome? outcome = await _engine.DecodeAsync(incoming, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return outcome switch
            {
                null => throw new InvalidOperationException($"{Name} takes no more documents."),
                { Timings.Steps: 0, Outcome.Succeeded: false } => throw new InvalidOperationException($"Document {question.Document.Id}: {outcome.Outcome.Detail}"),
                _ => outcome.Outcome,
            };
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"{Name} takes no more documents.", _engine.Completion.Exception?.InnerException);
        }
        finally
        {
            _book.Remove(question.Answers);
        }
    }

    private static SystemCounters Sum(SystemCounters first, SystemCounters second) => new(
        first.Steps + second.Steps,
        first.TokenEvaluations + second.TokenEvaluations,
        first.EngineTime + second.EngineTime,
        first.HostTime + second.HostTime,
        first.AllocatedBytes + second.AllocatedBytes);

    private static string Describe(PadenerOptions options, PromptTemplate template) =>
        $"{(template is TextTemplate ? $"prompts in words ({template.Name}), mentions begun {(options.ForcedSeparator ? "as soon as the count is a number" : "once the count has ended")}, " : string.Empty)}"
        + $"{(options.SharesText ? "text computed once for all labels" : "every label computes the text anew")}, {options.Mode.ToString().ToLowerInvariant()} decoding, "
        + $"{(options.DraftTokens > 0 ? $"drafts of up to {options.DraftTokens} tokens{(options.DraftAlways ? string.Empty : " where they pay")}" : "no drafts")}, {options.Configuration}, {QueueOrders.NameOf(options.Order)}, "
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

    private sealed record Question(Document Document, DocumentAnswers Answers);
}
