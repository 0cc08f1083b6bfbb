using System.Diagnostics;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Sequences;

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
    private readonly List<Activity> _traces = [];
    private readonly List<StoppedDocument> _stopped = [];
    private readonly List<(DocumentJob Job, DocumentOutcome Outcome)> _overBudget = [];
    private readonly DocumentBudget _budget;
    private readonly Bisection _bisection;
    private StepFailure? _failure;
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
    /// <param name="budget">What one document may take; null for no limit.</param>
    /// <param name="probe">Makes a job that shows whether the engine decodes at all; null where there is none.</param>
    public LaneStepper(
        int lane,
        IDecodeEngine engine,
        BatchingOptions options,
        DocumentAssembler assembler,
        TimeProvider time,
        IStepObserver observer,
        DocumentBudget? budget = null,
        Func<DocumentJob?>? probe = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        _fills = options.FillBeforeStep;
        (_lane, _engine, _assembler, _time, _observer) = (lane, engine, assembler, time, observer);
        _scheduler = new SequenceScheduler(engine.Capacity, options, time);
        _plan = new StepPlan(engine.Capacity);
        _result = new StepResult(engine.Capacity);
        _budget = budget ?? DocumentBudget.None;
        _bisection = new Bisection(probe ?? (static () => null));
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
        return (_scheduler.IsIdle || _fills) && HasRoom;
    }

    /// <summary>While documents are decoded anew to find the one that fails, no other comes between them.</summary>
    private bool HasRoom => _scheduler.HasRoom && !_bisection.IsUnderWay;

    private void TakeAll(IJobSource jobs)
    {
        while (_scheduler.StopGivenUp() && _scheduler.IsIdle)
        {
            TakeGroup();
        }

        while (HasRoom)
        {
            JobRequest request = new(_time.GetTimestamp(), _scheduler.Forecast);
            if (!jobs.TryTake(request, out DocumentJob? job))
            {
                return;
            }

            if (!job.GiveUp.IsCancellationRequested)
            {
                _scheduler.Add(job);
            }
        }
    }

    /// <summary>Composes the next step; there must be something to do.</summary>
    public void Start()
    {
        _started = _time.GetTimestamp();
        _contents = _scheduler.Schedule(_plan, _started, ++_step);
        _scheduler.CollectTraces(_traces);
        _scheduled = _time.GetTimestamp();
    }

    /// <summary>Has the engine carry the step out. A step that fails in a way that may be a document's is dealt with as it is finished.</summary>
    /// <exception cref="EngineFaultException">The engine can no longer be used; what is in decoding has no outcome.</exception>
    public void Execute()
    {
        _result.Clear();
        _failure = null;
        StepStatus status;
        try
        {
            status = _engine.Execute(_plan, _result);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            _failure = new StepFailure(null, failure);
            return;
        }

        if (status == StepStatus.Fatal)
        {
            throw new EngineFaultException(
                $"Lane {_lane}: a step of {_plan.Batch.RowCount} rows ended as {status} on {_engine.Device}; what was in decoding is not published and will be read again.");
        }

        _failure = status != StepStatus.Ok || !AreNumbers(_result.Choices) ? new StepFailure(status, null) : null;
    }

    /// <summary>Takes what the step gave, emits the documents that are complete and reports.</summary>
    /// <param name="emit">Receives each outcome once, in order of completion.</param>
    /// <exception cref="EngineFaultException">Steps fail whatever is decoded: the engine can no longer be used.</exception>
    public void Finish(Action<JobOutcome> emit)
    {
        ArgumentNullException.ThrowIfNull(emit);
        long executed = _time.GetTimestamp();
        if (_failure is { } failure)
        {
            Stop(failure, emit);
        }
        else
        {
            TimeSpan? predicted = _scheduler.PredictedStepTime;
            _scheduler.Apply(_result, executed, _time.GetElapsedTime(_scheduled, executed), _completed);
            Emit(emit);
            StopOverBudget(emit);
            Report(predicted, executed);
        }

        if (_scheduler.IsIdle)
        {
            TakeGroup();
        }
    }

    private static bool AreNumbers(ReadOnlySpan<TokenChoice> choices)
    {
        foreach (ref readonly TokenChoice choice in choices)
        {
            if (!choice.IsValid)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The step has failed: all documents leave the engine, which is emptied. Which of them it was is found by decoding them anew.</summary>
    private void Stop(in StepFailure failure, Action<JobOutcome> emit)
    {
        _stopped.Clear();
        _scheduler.StopAll(_result, _stopped);
        _observer.StepFailed(_lane, _stopped.Count);
        EmptyEngine(failure);
        if (_bisection.Failed(_stopped, failure) is { } given)
        {
            GiveUp(given.Job, given.Failure.OfDocument(given.Attempts), emit);
        }
    }

    /// <summary>Nothing of what a failed step has left in the engine may be seen by the next one, numbers that are none included.</summary>
    private void EmptyEngine(in StepFailure failure)
    {
        _plan.Clear();
        for (int slot = 0; slot < _engine.Capacity.Slots; slot++)
        {
            _plan.Trims.Add(new SlotTrim(new SlotId(slot), 0));
        }

        _result.Clear();
        StepStatus status;
        try
        {
            status = _engine.Execute(_plan, _result);
        }
        catch (Exception second) when (DocumentFailure.IsOfDocument(second))
        {
            throw new EngineFaultException($"Lane {_lane}: a step {failure.What} on {_engine.Device}, and what it has left cannot be cleared: {second.Message}", failure.Exception ?? second);
        }

        if (status != StepStatus.Ok)
        {
            throw new EngineFaultException($"Lane {_lane}: a step {failure.What} on {_engine.Device}, and clearing what it has left ended as {status}.", failure.Exception!);
        }
    }

    private void StopOverBudget(Action<JobOutcome> emit)
    {
        _scheduler.StopOverBudget(_budget, _overBudget);
        foreach ((DocumentJob job, DocumentOutcome over) in _overBudget)
        {
            GiveUp(job, over, emit);
        }

        _overBudget.Clear();
    }

    private void TakeGroup()
    {
        foreach (DocumentJob job in _bisection.Next())
        {
            _scheduler.Add(job);
        }

        if (_bisection.IsAlone)
        {
            _observer.DocumentAlone(_lane);
        }
    }

    /// <summary>Ends a document that was not decoded to its end.</summary>
    private void GiveUp(DocumentJob job, DocumentOutcome fault, Action<JobOutcome> emit)
    {
        long now = _time.GetTimestamp();
        JobTimings timings = new(job.Received, TimeSpan.Zero, _time.GetElapsedTime(job.Received, now), 0, now > job.Deadline.Timestamp);
        Emit(new JobOutcome(job.Ticket, job.Plan.Document, fault, timings) { Trace = job.Trace }, emit);
    }

    private void Emit(JobOutcome outcome, Action<JobOutcome> emit)
    {
        _observer.DocumentDecoded(outcome);
        emit(outcome);
    }

    private void Emit(Action<JobOutcome> emit)
    {
        foreach (CompletedDocument completed in _completed)
        {
            long now = _time.GetTimestamp();
            DocumentJob job = completed.Job;
            if (_bisection.Decoded(job) is { } given)
            {
                GiveUp(given.Job, given.Failure.OfDocument(given.Attempts), emit);
            }

            if (_bisection.IsProbe(job))
            {
                continue;
            }

            JobTimings timings = new(
                job.Received,
                _time.GetElapsedTime(job.Received, completed.FirstStep),
                _time.GetElapsedTime(completed.FirstStep, now),
                (int)(_step - completed.FirstStepNumber) + 1,
                now > job.Deadline.Timestamp)
            {
                PrefillTime = _time.GetElapsedTime(completed.FirstStep, completed.PrefillEnd),
                CountTime = _time.GetElapsedTime(completed.PrefillEnd, completed.CountEnd),
            };
            DocumentOutcome outcome = (job.Assembler ?? _assembler).Assemble(job.Plan);
            Emit(new JobOutcome(job.Ticket, job.Plan.Document, outcome, timings) { Trace = job.Trace }, emit);
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
            _scheduler.Ledger.Reserved)
        {
            Traces = _traces.Count > 0 ? _traces : null,
        });
    }
}
