using System.Diagnostics;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Verbatim;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// Decides what each step evaluates. Jobs are added, <see cref="Schedule"/> composes a step from whatever sequences of whatever
/// documents are ready, those added first before the others, <see cref="Apply"/> takes its choices and gives the documents that are
/// complete. No I/O, no clock.
/// </summary>
/// <remarks>
/// Nothing can block anything for ever: what a window is admitted with is enough to finish it alone, and nobody overtakes a document that
/// was added before. Who is added when is the queue's business.
/// </remarks>
public sealed class SequenceScheduler
{
    private readonly InFlightLimit _limit;
    private readonly SlotPool _slots;
    private readonly KvLedger _ledger;
    private readonly MicroBatchComposer _composer;
    private readonly LaneEstimates _estimates;
    private readonly List<RunningDocument> _documents = [];
    private readonly List<RunningWindow> _windows = [];
    private readonly SequenceLifecycle _lifecycle;
    private readonly DraftAdvisor? _drafts;
    private readonly bool _draftsPay;
    private int _labelsToStart;
    private int _stepRows;
    private bool _isBlocked;

    /// <summary>A scheduler for one engine.</summary>
    /// <param name="capacity">What the engine offers.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="time">Turns differences of timestamps into durations; is never asked for the time.</param>
    public SequenceScheduler(EngineCapacity capacity, BatchingOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentNullException.ThrowIfNull(options);
        _slots = new SlotPool(capacity.Slots);
        _ledger = new KvLedger(capacity.KvCells);
        int rowsPerStep = Math.Min(options.RowsPerStep, capacity.RowsPerStep);
        _lifecycle = new SequenceLifecycle(_slots, _ledger);
        _composer = new MicroBatchComposer(_ledger, rowsPerStep);
        _estimates = new LaneEstimates(time, _ledger);
        _limit = new InFlightLimit(options.DocumentsInFlight, capacity.Slots, rowsPerStep, _estimates.Cost);
        _drafts = options.DraftAlways ? null : new DraftAdvisor();
        _draftsPay = !options.FillBeforeStep;
    }

    /// <summary>The slots.</summary>
    public SlotPool Slots => _slots;

    /// <summary>The KV cells.</summary>
    public KvLedger Ledger => _ledger;

    /// <summary>What steps have been taking.</summary>
    public StepCostModel Cost => _estimates.Cost;

    /// <summary>What the step composed last was predicted to take; null until predictions are worth something.</summary>
    public TimeSpan? PredictedStepTime => _estimates.Predicted;

    /// <summary>Documents added and not complete.</summary>
    public int DocumentsInFlight => _documents.Count;

    /// <summary>Most documents it would have in decoding at once; changes as it learns unless it is configured.</summary>
    public int DocumentLimit => _limit.Documents;

    /// <summary>
    /// Whether another document may be added. Where the number is found and not configured: only if slots are left for it.
    /// </summary>
    public bool HasRoom =>
        IsIdle || (DocumentsInFlight < _limit.Documents && (!_limit.IsFound || (!_isBlocked && _labelsToStart < _slots.Free)));

    /// <summary>What documents take on this lane; next to nothing before anything is known.</summary>
    public ServiceForecast Forecast => _estimates.Forecast;

    /// <summary>KV cells in use in the step composed last.</summary>
    public int StepCells { get; private set; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsIdle => DocumentsInFlight == 0;

    /// <summary>Sequences in decoding.</summary>
    public int SequencesInFlight
    {
        get
        {
            int count = 0;
            foreach (RunningWindow window in _windows)
            {
                count += window.Sequences.Count;
            }

            return count;
        }
    }

    /// <summary>Adds a job.</summary>
    public void Add(DocumentJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (_drafts is not null)
        {
            job.Plan.UseDrafts(_drafts);
        }

        _documents.Add(new RunningDocument(job));
        _labelsToStart += job.Plan.Windows[0].Labels.Count;
    }

    /// <summary>Ends documents that nobody waits for any more; between two steps.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool StopGivenUp()
    {
        int before = _documents.Count;
        for (int i = before - 1; i >= 0; i--)
        {
            if (_documents[i].Job.GiveUp.IsCancellationRequested)
            {
                Stop(_documents[i]);
            }
        }

        return _documents.Count < before;
    }

    /// <summary>Composes the next step.</summary>
    /// <param name="plan">Is emptied and filled; holds at least one row unless the scheduler is idle.</param>
    /// <param name="now">Timestamp of the step.</param>
    /// <param name="stepNumber">Number of the step.</param>
    public StepContents Schedule(StepPlan plan, long now, long stepNumber)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.Clear();
        _lifecycle.TakeTrims(plan);
        foreach (RunningDocument document in _documents)
        {
            document.BeginStep();
        }

        foreach (RunningWindow window in _windows)
        {
            _lifecycle.StartMentions(window, plan);
        }

        Admit(now, stepNumber);
        StepContents contents = _composer.Compose(_windows, plan);
        StepCells = _ledger.Used;
        _stepRows = contents.Rows;
        _estimates.Composed(plan.Batch);
        return contents.Rows > 0 || IsIdle
            ? contents
            : throw new InvalidOperationException("Documents are in decoding and none has a row to evaluate: a defect of the scheduler.");
    }

    /// <summary>Lists the spans of the documents with rows in the step composed last.</summary>
    internal void CollectTraces(List<Activity> traces)
    {
        traces.Clear();
        foreach (RunningDocument document in _documents)
        {
            if (document is { RowsOfStep: > 0, Job.Trace: { } trace })
            {
                traces.Add(trace);
            }
        }
    }

    /// <summary>Takes the choices of the step composed last.</summary>
    /// <param name="result">One choice per output row.</param>
    /// <param name="now">Timestamp of the step's end.</param>
    /// <param name="took">How long the engine took.</param>
    /// <param name="completed">Receives the documents that are complete.</param>
    public void Apply(StepResult result, long now, TimeSpan took, ICollection<CompletedDocument> completed)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(completed);
        _estimates.Executed(took, StepCells);
        foreach (RunningDocument document in _documents)
        {
            document.Executed(took, _stepRows, now);
        }

        _limit.StepDone(DocumentsInFlight, StepCells);
        if (_drafts is not null && _draftsPay)
        {
            _drafts.StepWorth = _estimates.StepWorth(DocumentsInFlight);
        }

        for (int i = 0; i < _composer.OutputOwners.Count; i++)
        {
            _composer.OutputOwners[i].Take(result.Choices[i]);
        }

        foreach (RunningSequence running in _composer.Participants)
        {
            // A mention may have been dropped since the step was composed: by a sibling that learnt that the count is another.
            if (!running.Sequence.IsFinished && running.TryAdvance())
            {
                _lifecycle.Advanced(running);
                if (running.Sequence.IsFinished && running.Window.Plan.IsComplete)
                {
                    Complete(running.Window, now, completed);
                }
            }
        }
    }

    /// <summary>
    /// Stops all documents after a step that failed: nothing is in decoding any more, no slot or cell in use. The engine has to be emptied
    /// before the next step.
    /// </summary>
    /// <param name="result">What the step gave; nothing where it gave nothing.</param>
    /// <param name="stopped">Receives the documents, in the order in which they were added.</param>
    internal void StopAll(StepResult result, ICollection<StoppedDocument> stopped)
    {
        HashSet<RunningDocument> numberless = [];
        for (int i = 0; i < result.Count; i++)
        {
            if (!result.Choices[i].IsValid)
            {
                numberless.Add(_composer.OutputOwners[i].Window.Document);
            }
        }

        foreach (RunningDocument document in _documents)
        {
            bool hadPart = numberless.Count > 0 ? numberless.Contains(document) : document.RowsOfStep > 0;
            stopped.Add(new StoppedDocument(document.Job, hadPart));
        }

        foreach (RunningDocument document in _documents.ToArray())
        {
            Stop(document);
        }

        _lifecycle.ForgetTrims();
    }

    /// <summary>Ends documents that have taken more than they may.</summary>
    /// <param name="budget">What they may.</param>
    /// <param name="ended">Receives them, each with what becomes of it.</param>
    internal void StopOverBudget(DocumentBudget budget, ICollection<(DocumentJob Job, DocumentOutcome Outcome)> ended)
    {
        for (int i = _documents.Count - 1; i >= 0; i--)
        {
            RunningDocument document = _documents[i];
            if (budget.Exceeded(document.Rows, document.Work) is { } over)
            {
                Stop(document);
                ended.Add((document.Job, over));
            }
        }
    }

    /// <summary>Ends a document before its time: its slots and cells are free from the next step on, the others do not notice.</summary>
    private void Stop(RunningDocument document)
    {
        for (int i = _windows.Count - 1; i >= 0; i--)
        {
            if (_windows[i].Document == document)
            {
                _lifecycle.Stop(_windows[i]);
                _windows.RemoveAt(i);
            }
        }

        _labelsToStart -= document.FirstStep is null ? document.Job.Plan.Windows[0].Labels.Count : 0;
        _documents.Remove(document);
        _isBlocked = false;
    }

    /// <summary>Admits windows, those of older documents first, until one does not fit: whoever is next in line is not overtaken by smaller ones.</summary>
    private void Admit(long now, long stepNumber)
    {
        _isBlocked = false;
        foreach (RunningDocument document in _documents)
        {
            while (document.HasMoreWindows)
            {
                WindowPlan plan = document.Job.Plan.Windows[document.NextWindow];
                if (_lifecycle.TryStart(document, plan) is not { } window)
                {
                    _isBlocked = true;
                    return;
                }

                document.NextWindow++;
                document.WindowsRunning++;
                if (document.FirstStep is null)
                {
                    document.FirstStep = now;
                    document.FirstStepNumber = stepNumber;
                    _labelsToStart -= plan.Labels.Count;
                }

                _windows.Add(window);
            }
        }
    }

    private void Complete(RunningWindow window, long now, ICollection<CompletedDocument> completed)
    {
        _windows.Remove(window);
        RunningDocument document = window.Document;
        document.WindowsRunning--;
        if (document.WindowsRunning == 0 && !document.HasMoreWindows)
        {
            _documents.Remove(document);
            _isBlocked = false;
            _estimates.Completed(document, now);
            _limit.Completed(document.Rows, document.Outputs, document.StepsServed, _estimates.ObjectiveOf(document.Job));
            completed.Add(new CompletedDocument(document.Job, document.FirstStep!.Value, document.FirstStepNumber)
            {
                PrefillEnd = document.PrefillEnd,
                CountEnd = document.CountEnd,
            });
        }
    }
}
