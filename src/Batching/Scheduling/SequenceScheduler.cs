using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Verbatim;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// Decides what each step evaluates. Jobs are added, <see cref="Schedule"/> composes a step from whatever sequences of whatever
/// documents are ready, <see cref="Apply"/> takes its choices and gives the documents that are complete. No I/O, no clock.
/// </summary>
/// <remarks>Nothing can block anything for ever: what a window is admitted with is enough to finish it alone.</remarks>
public sealed class SequenceScheduler
{
    private readonly InFlightLimit _limit;
    private readonly IBatchingPolicy _policy;
    private readonly SlotPool _slots;
    private readonly KvLedger _ledger;
    private readonly MicroBatchComposer _composer;
    private readonly SlackEstimator _slack;
    private readonly OrderedSlacks _slacks;
    private readonly List<RunningDocument> _documents = [];
    private readonly List<RunningWindow> _windows = [];
    private readonly SequenceLifecycle _lifecycle;
    private readonly DraftAdvisor? _drafts;
    private readonly bool _draftsPay;
    private readonly int _rowsPerStep;
    private readonly Comparison<RunningWindow> _order;
    private readonly Comparison<RunningDocument> _documentOrder;
    private long _arrivals;
    private int _labelsToStart;
    private int _documentsToStart;
    private int _stepRows;
    private bool _isBlocked;

    /// <summary>A scheduler for one engine.</summary>
    /// <param name="capacity">What the engine offers.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="policy">Whose rows come first, and who is to be spared.</param>
    /// <param name="time">Turns differences of timestamps into durations; is never asked for the time.</param>
    public SequenceScheduler(EngineCapacity capacity, BatchingOptions options, IBatchingPolicy policy, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentNullException.ThrowIfNull(options);
        _policy = policy;
        _slots = new SlotPool(capacity.Slots);
        _ledger = new KvLedger(capacity.KvCells);
        _rowsPerStep = Math.Min(options.RowsPerStep, capacity.RowsPerStep);
        _lifecycle = new SequenceLifecycle(_slots, _ledger);
        _composer = new MicroBatchComposer(_ledger);
        _slack = new SlackEstimator(time, _ledger, _rowsPerStep);
        _slacks = new OrderedSlacks(_slack);
        _limit = new InFlightLimit(options.DocumentsInFlight, capacity.Slots, _rowsPerStep, _slack.Cost);
        _drafts = options.DraftAlways ? null : new DraftAdvisor();
        _draftsPay = !options.FillBeforeStep;
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

    /// <summary>Most documents it would have in decoding at once; changes as it learns unless it is configured.</summary>
    public int DocumentLimit => _limit.Documents;

    /// <summary>
    /// Whether another document may be added. Where the number is found and not configured: only if slots are left for it, and if the
    /// tightest document can afford its rows beside those of all that are about to begin; and where no more wait than are in decoding,
    /// only as many as share a step well: the rest is throughput that nobody needs then.
    /// </summary>
    /// <param name="waiting">Documents that wait for a lane.</param>
    public bool HasRoom(int waiting) =>
        IsIdle
        || (!_limit.IsFound && DocumentsInFlight < _limit.Documents)
        || (_limit.IsFound && DocumentsInFlight < (waiting >= DocumentsInFlight ? _limit.Documents : _limit.Unhurried)
            && !_isBlocked && _labelsToStart < _slots.Free && CanAfford(_limit.RowsPerDocument * (_documentsToStart + 1)));

    /// <summary>Rows of text of the documents in decoding: how much the lane has to do.</summary>
    public int TextRowsInFlight { get; private set; }

    /// <summary>What documents take on this lane; next to nothing before anything is known.</summary>
    public ServiceForecast Forecast => _slack.Forecast;

    /// <summary>How long the lane will take for the documents it has, as predicted.</summary>
    public TimeSpan Backlog
    {
        get
        {
            TimeSpan left = TimeSpan.Zero;
            foreach (RunningDocument document in _documents)
            {
                left += _slack.RemainingWork(document);
            }

            return left;
        }
    }

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

        RunningDocument document = new(job, _arrivals++);
        _documents.Add(document);
        _slacks.Add(document);
        TextRowsInFlight += job.TextRows;
        _labelsToStart += job.Plan.Windows[0].Labels.Count;
        _documentsToStart++;
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
        _slacks.Renew(now, stepNumber);
        _documents.Sort(_documentOrder);
        _windows.Sort(_order);
        foreach (RunningWindow window in _windows)
        {
            _lifecycle.StartMentions(window, plan);
        }

        Admit(now, stepNumber);
        _windows.Sort(_order);
        StepContents contents = _composer.Compose(_windows, plan, _policy.SparesTightest ? _slack.RowLimit(_windows) : _rowsPerStep);
        StepCells = _ledger.Used;
        _stepRows = contents.Rows;
        _slack.Composed(plan.Batch);
        return contents.Rows > 0 || IsIdle
            ? contents
            : throw new InvalidOperationException("Documents are in decoding and none has a row to evaluate: a defect of the scheduler.");
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
        _slack.Executed(took, StepCells);
        foreach (RunningDocument document in _documents)
        {
            document.Executed(took, _stepRows);
        }

        _limit.StepDone(DocumentsInFlight, StepCells);
        if (_drafts is not null && _draftsPay)
        {
            _drafts.StepWorth = _slack.StepWorth(DocumentsInFlight);
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

    private bool CanAfford(double rows) => !_policy.SparesTightest || _slack.CanAfford(rows);

    private int Compare(RunningWindow first, RunningWindow second)
    {
        int byPolicy = _policy.Compare(first.Document.Candidate, second.Document.Candidate);
        return byPolicy != 0 ? byPolicy : first.Plan.Window.Start.CompareTo(second.Plan.Window.Start);
    }

    /// <summary>Admits windows in the policy's order until one does not fit: whoever is next in line is not overtaken by smaller ones.</summary>
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
                    document.WasBegunInTime = _slack.IsInTime(document);
                    _labelsToStart -= plan.Labels.Count;
                    _documentsToStart--;
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
            _slacks.Remove(document);
            _isBlocked = false;
            TextRowsInFlight -= document.Job.TextRows;
            _slack.Completed(document, now);
            _limit.Completed(document.Rows, document.Outputs, document.StepsServed, _slack.ObjectiveOf(document.Job));
            completed.Add(new CompletedDocument(document.Job, document.FirstStep!.Value, document.FirstStepNumber));
        }
    }
}
