using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Execution;

/// <summary>The only loop of a lane: take jobs, schedule a step, execute it, apply its choices, emit what is complete.</summary>
public sealed class DecodeLoop
{
    private readonly int _lane;
    private readonly IDecodeEngine _engine;
    private readonly BatchingOptions _options;
    private readonly DocumentAssembler _assembler;
    private readonly TimeProvider _time;
    private readonly IStepObserver _observer;
    private readonly SequenceScheduler _scheduler;
    private readonly StepPlan _plan;
    private readonly StepResult _result;
    private readonly List<CompletedDocument> _completed = [];

    /// <summary>A loop over one engine.</summary>
    /// <param name="lane">Number of the lane, for reports.</param>
    /// <param name="engine">The engine; used from the thread that calls <see cref="Run"/> only.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="policy">Whose rows come first.</param>
    /// <param name="assembler">Turns complete plans into entities.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Is told what happens.</param>
    public DecodeLoop(
        int lane, IDecodeEngine engine, BatchingOptions options, IBatchingPolicy policy, DocumentAssembler assembler, TimeProvider time, IStepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(engine);
        (_lane, _engine, _options, _assembler, _time, _observer) = (lane, engine, options, assembler, time, observer);
        _scheduler = new SequenceScheduler(engine.Capacity, options, policy, time);
        _plan = new StepPlan(engine.Capacity);
        _result = new StepResult(engine.Capacity);
    }

    /// <summary>
    /// Decodes until the jobs end and every one of them is emitted. Blocks the calling thread.
    /// </summary>
    /// <param name="jobs">Where jobs come from; completing it drains the lane.</param>
    /// <param name="emit">Receives each outcome once, in order of completion.</param>
    /// <param name="abandon">Gives up what is in decoding and returns.</param>
    /// <exception cref="OperationCanceledException">Abandoned.</exception>
    /// <exception cref="EngineFaultException">The engine can no longer be used; what is in decoding has no outcome.</exception>
    public void Run(ChannelReader<DocumentJob> jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(emit);
        for (long step = 0; TakeJobs(jobs, abandon); step++)
        {
            abandon.ThrowIfCancellationRequested();
            long start = _time.GetTimestamp();
            StepContents contents = _scheduler.Schedule(_plan, start, step);
            TimeSpan? predicted = _scheduler.PredictedStepTime;
            long scheduled = _time.GetTimestamp();
            Execute();
            long executed = _time.GetTimestamp();
            _scheduler.Apply(_result, _time.GetElapsedTime(scheduled, executed), _completed);
            Emit(emit, step);
            Report(contents, predicted, start, scheduled, executed);
        }
    }

    /// <summary>Adds jobs while there is room; waits for one where there is nothing to do. False once all is done.</summary>
    private bool TakeJobs(ChannelReader<DocumentJob> jobs, CancellationToken abandon)
    {
        while (_scheduler.HasRoom)
        {
            if (jobs.TryRead(out DocumentJob? job))
            {
                _scheduler.Add(job);
            }
            else if (!(_scheduler.IsIdle || _options.FillBeforeStep) || !jobs.WaitToReadAsync(abandon).AsTask().GetAwaiter().GetResult())
            {
                break;
            }
        }

        return !_scheduler.IsIdle;
    }

    private void Execute()
    {
        _result.Clear();
        StepStatus status = _engine.Execute(_plan, _result);
        if (status != StepStatus.Ok)
        {
            throw new EngineFaultException(
                $"Lane {_lane}: a step of {_plan.Batch.RowCount} rows ended as {status} on {_engine.Device}; what was in decoding is not published and will be read again.");
        }
    }

    private void Emit(Action<JobOutcome> emit, long step)
    {
        foreach (CompletedDocument completed in _completed)
        {
            long now = _time.GetTimestamp();
            DocumentJob job = completed.Job;
            JobTimings timings = new(
                job.Received,
                _time.GetElapsedTime(job.Received, completed.FirstStep),
                _time.GetElapsedTime(completed.FirstStep, now),
                (int)(step - completed.FirstStepNumber) + 1,
                now > job.Deadline.Timestamp);
            JobOutcome outcome = new(job.Ticket, job.Plan.Document, _assembler.Assemble(job.Plan), timings);
            _observer.DocumentDecoded(outcome);
            emit(outcome);
        }

        _completed.Clear();
    }

    private void Report(StepContents contents, TimeSpan? predicted, long start, long scheduled, long executed) =>
        _observer.StepDone(new StepReport(
            _lane,
            contents,
            _time.GetElapsedTime(scheduled, executed),
            _time.GetElapsedTime(start, scheduled) + _time.GetElapsedTime(executed, _time.GetTimestamp()),
            _scheduler.DocumentsInFlight,
            _scheduler.SequencesInFlight,
            _scheduler.Slots.Used,
            _scheduler.Slots.Total,
            _scheduler.Ledger.Used,
            _scheduler.Ledger.Total,
            predicted,
            _scheduler.Cost.RelativeError));
}
