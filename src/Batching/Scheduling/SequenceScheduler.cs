using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// Decides what each step evaluates. Jobs are added, <see cref="Schedule"/> composes a step from whatever sequences of whatever
/// documents are ready, <see cref="Apply"/> takes its choices and gives the documents that are complete. No I/O, no clock.
/// </summary>
/// <remarks>Nothing can block anything for ever: what a window is admitted with is enough to finish it alone.</remarks>
public sealed class SequenceScheduler
{
    private readonly BatchingOptions _options;
    private readonly IBatchingPolicy _policy;
    private readonly SlotPool _slots;
    private readonly KvLedger _ledger;
    private readonly MicroBatchComposer _composer;
    private readonly SlackEstimator _slack;
    private readonly List<RunningDocument> _documents = [];
    private readonly List<RunningWindow> _windows = [];
    private readonly SequenceLifecycle _lifecycle;
    private readonly Comparison<RunningWindow> _order;
    private readonly Comparison<RunningDocument> _documentOrder;
    private long _arrivals;

    /// <summary>A scheduler for one engine.</summary>
    /// <param name="capacity">What the engine offers.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="policy">Whose rows come first.</param>
    /// <param name="time">Turns differences of timestamps into durations; is never asked for the time.</param>
    public SequenceScheduler(EngineCapacity capacity, BatchingOptions options, IBatchingPolicy policy, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _policy = policy;
        _slots = new SlotPool(capacity.Slots);
        _ledger = new KvLedger(capacity.KvCells);
        int rowsPerStep = Math.Min(options.RowsPerStep, capacity.RowsPerStep);
        _lifecycle = new SequenceLifecycle(_slots, _ledger);
        _composer = new MicroBatchComposer(_ledger);
        _slack = new SlackEstimator(time, _ledger, rowsPerStep);
        _order = (first, second) => Compare(first, second);
        _documentOrder = (first, second) => _policy.Compare(first.Candidate, second.Candidate);
    }

    /// <summary>The slots.</summary>
    public SlotPool Slots => _slots;

    /// <summary>The KV cells.</summary>
    public KvLedger Ledger => _ledger;

    /// <summary>What steps have been taking.</summary>
    public StepCostModel Cost => _slack.Cost;

    /// <summary>What the step composed last was predicted to take; null until predictions are worth something.</summary>
    public TimeSpan? PredictedStepTime => _slack.Predicted;

    /// <summary>Documents added and not complete.</summary>
    public int DocumentsInFlight => _documents.Count;

    /// <summary>Whether another document may be added.</summary>
    public bool HasRoom => DocumentsInFlight < _options.DocumentsInFlight;

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
    public void Add(DocumentJob job) => _documents.Add(new RunningDocument(job, _arrivals++));

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
            document.Renew(stepNumber, _slack.Slack(document, now));
        }

        _documents.Sort(_documentOrder);
        _windows.Sort(_order);
        foreach (RunningWindow window in _windows)
        {
            _lifecycle.StartMentions(window, plan);
        }

        Admit(now, stepNumber);
        _windows.Sort(_order);
        StepContents contents = _composer.Compose(_windows, plan, _slack.RowLimit(_windows));
        _slack.Composed(plan.Batch);
        return contents.Rows > 0 || IsIdle
            ? contents
            : throw new InvalidOperationException("Documents are in decoding and none has a row to evaluate: a defect of the scheduler.");
    }

    /// <summary>Takes the choices of the step composed last.</summary>
    /// <param name="result">One choice per output row.</param>
    /// <param name="took">How long the engine took.</param>
    /// <param name="completed">Receives the documents that are complete.</param>
    public void Apply(StepResult result, TimeSpan took, ICollection<CompletedDocument> completed)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(completed);
        _slack.Executed(took, _ledger.Used);
        for (int i = 0; i < _composer.OutputOwners.Count; i++)
        {
            _composer.OutputOwners[i].Take(result.Choices[i]);
        }

        foreach (RunningSequence running in _composer.Participants)
        {
            if (running.TryAdvance() && running.Sequence.IsFinished)
            {
                _lifecycle.Finish(running);
                if (running.Window.Plan.IsComplete)
                {
                    Complete(running.Window, completed);
                }
            }
        }
    }

    private int Compare(RunningWindow first, RunningWindow second)
    {
        int byPolicy = _policy.Compare(first.Document.Candidate, second.Document.Candidate);
        return byPolicy != 0 ? byPolicy : first.Plan.Window.Start.CompareTo(second.Plan.Window.Start);
    }

    /// <summary>Admits windows in the policy's order until one does not fit: whoever is next in line is not overtaken by smaller ones.</summary>
    private void Admit(long now, long stepNumber)
    {
        foreach (RunningDocument document in _documents)
        {
            while (document.HasMoreWindows)
            {
                WindowPlan plan = document.Job.Plan.Windows[document.NextWindow];
                if (_lifecycle.TryStart(document, plan) is not { } window)
                {
                    return;
                }

                document.NextWindow++;
                document.WindowsRunning++;
                if (document.FirstStep is null)
                {
                    document.FirstStep = now;
                    document.FirstStepNumber = stepNumber;
                }

                _windows.Add(window);
            }
        }
    }

    private void Complete(RunningWindow window, ICollection<CompletedDocument> completed)
    {
        _windows.Remove(window);
        RunningDocument document = window.Document;
        document.WindowsRunning--;
        if (document.WindowsRunning == 0 && !document.HasMoreWindows)
        {
            _documents.Remove(document);
            _slack.Completed(document.StepsSinceCounts);
            completed.Add(new CompletedDocument(document.Job, document.FirstStep!.Value, document.FirstStepNumber));
        }
    }
}
