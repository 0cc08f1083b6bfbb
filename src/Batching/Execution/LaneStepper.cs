using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Execution;

/// <summary>
/// One lane's step in its three parts: start (take, schedule), execute, finish (apply, emit, report). The decode loop runs them one
/// after the other on a thread; a pump lets its caller's clock move between them.
/// </summary>
internal sealed class LaneStepper
{
    private readonly int _lane;
    private readonly bool _fills;
    private readonly IDecodeEngine _engine;
    private readonly DocumentAssembler _assembler;
    private readonly TimeProvider _time;
    private readonly IStepObserver _observer;
    private readonly SequenceScheduler _scheduler;
    private readonly StepPlan _plan;
    private readonly StepResult _result;
    private readonly List<CompletedDocument> _completed = [];
    private StepContents _contents;
    private long _step = -1;
    private long _started;
    private long _scheduled;
    private TimeSpan _taking;

    /// <summary>A lane over one engine.</summary>
    /// <param name="lane">Number of the lane, for reports.</param>
    /// <param name="engine">The engine; stays the caller's.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="assembler">Turns complete plans into entities.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Is told what happens.</param>
    public LaneStepper(
        int lane, IDecodeEngine engine, BatchingOptions options, DocumentAssembler assembler, TimeProvider time, IStepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        _fills = options.FillBeforeStep;
        (_lane, _engine, _assembler, _time, _observer) = (lane, engine, assembler, time, observer);
        _scheduler = new SequenceScheduler(engine.Capacity, options, time);
        _plan = new StepPlan(engine.Capacity);
        _result = new StepResult(engine.Capacity);
    }

    /// <summary>What it is decoding.</summary>
    public SequenceScheduler Scheduler => _scheduler;

    /// <summary>Takes jobs while there is room for them; never waits.</summary>
    public void Take(IJobSource jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        long began = _time.GetTimestamp();
        TakeAll(jobs);
        _taking += _time.GetElapsedTime(began);
    }

    /// <summary>Whether another job should come before the next step, unless none can come any more.</summary>
    public bool WantsMore(IJobSource jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return (_scheduler.IsIdle || _fills) && _scheduler.HasRoom;
    }

    private void TakeAll(IJobSource jobs)
    {
        while (_scheduler.HasRoom)
        {
            JobRequest request = new(_time.GetTimestamp(), _scheduler.Forecast);
            if (!jobs.TryTake(request, out DocumentJob? job))
            {
                return;
            }

            _scheduler.Add(job);
        }
    }

    /// <summary>Composes the next step; there must be something to do.</summary>
    public void Start()
    {
        _started = _time.GetTimestamp();
        _contents = _scheduler.Schedule(_plan, _started, ++_step);
        _scheduled = _time.GetTimestamp();
    }

    /// <summary>Has the engine carry the step out.</summary>
    /// <exception cref="EngineFaultException">The engine can no longer be used; what is in decoding has no outcome.</exception>
    public void Execute()
    {
        _result.Clear();
        StepStatus status = _engine.Execute(_plan, _result);
        if (status != StepStatus.Ok)
        {
            throw new EngineFaultException(
                $"Lane {_lane}: a step of {_plan.Batch.RowCount} rows ended as {status} on {_engine.Device}; what was in decoding is not published and will be read again.");
        }
    }

    /// <summary>Takes what the step gave, emits the documents that are complete and reports.</summary>
    /// <param name="emit">Receives each outcome once, in order of completion.</param>
    public void Finish(Action<JobOutcome> emit)
    {
        ArgumentNullException.ThrowIfNull(emit);
        long executed = _time.GetTimestamp();
        TimeSpan? predicted = _scheduler.PredictedStepTime;
        _scheduler.Apply(_result, executed, _time.GetElapsedTime(_scheduled, executed), _completed);
        Emit(emit);
        Report(predicted, executed);
    }

    private void Emit(Action<JobOutcome> emit)
    {
        foreach (CompletedDocument completed in _completed)
        {
            long now = _time.GetTimestamp();
            DocumentJob job = completed.Job;
            JobTimings timings = new(
                job.Received,
                _time.GetElapsedTime(job.Received, completed.FirstStep),
                _time.GetElapsedTime(completed.FirstStep, now),
                (int)(_step - completed.FirstStepNumber) + 1,
                now > job.Deadline.Timestamp);
            JobOutcome outcome = new(job.Ticket, job.Plan.Document, _assembler.Assemble(job.Plan), timings);
            _observer.DocumentDecoded(outcome);
            emit(outcome);
        }

        _completed.Clear();
    }

    private void Report(TimeSpan? predicted, long executed)
    {
        TimeSpan host = _taking + _time.GetElapsedTime(_started, _scheduled) + _time.GetElapsedTime(executed, _time.GetTimestamp());
        _taking = TimeSpan.Zero;
        _observer.StepDone(new StepReport(
            _lane,
            _contents,
            _time.GetElapsedTime(_scheduled, executed),
            host,
            _scheduler.DocumentsInFlight,
            _scheduler.SequencesInFlight,
            _scheduler.Slots.Used,
            _scheduler.Slots.Total,
            _scheduler.Ledger.Used,
            _scheduler.Ledger.Total,
            _plan.Batch.OutputCount,
            _scheduler.StepCells,
            predicted,
            _scheduler.Cost.RelativeError,
            _scheduler.DocumentLimit,
            _scheduler.Ledger.Reserved));
    }
}
