using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Execution;

/// <summary>The only loop of a lane: take jobs, schedule a step, execute it, apply its choices, emit what is complete.</summary>
internal sealed class DecodeLoop
{
    private readonly LaneStepper _stepper;

    /// <summary>A loop over one engine.</summary>
    /// <param name="lane">Number of the lane, for reports.</param>
    /// <param name="engine">The engine; used from the thread that calls <see cref="Run(IJobSource, Action{JobOutcome}, CancellationToken)"/> only.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="assembler">Turns complete plans into entities.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Is told what happens.</param>
    public DecodeLoop(
        int lane, IDecodeEngine engine, BatchingOptions options, DocumentAssembler assembler, TimeProvider time, IStepObserver observer)
        : this(new LaneStepper(lane, engine, options, assembler, time, observer))
    {
    }

    /// <summary>A loop over a lane.</summary>
    /// <param name="stepper">The lane; belongs to the loop while it runs.</param>
    public DecodeLoop(LaneStepper stepper)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        _stepper = stepper;
    }

    /// <summary>Decodes jobs in the order they are written, until they end. See the other overload.</summary>
    public void Run(ChannelReader<DocumentJob> jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        Run(new ChannelJobs(jobs), emit, abandon);
    }

    /// <summary>
    /// Decodes until the jobs end and every one of them is emitted. Blocks the calling thread.
    /// </summary>
    /// <param name="jobs">Where jobs come from; completing it drains the lane.</param>
    /// <param name="emit">Receives each outcome once, in order of completion.</param>
    /// <param name="abandon">Gives up what is in decoding and returns.</param>
    /// <exception cref="OperationCanceledException">Abandoned.</exception>
    /// <exception cref="EngineFaultException">The engine can no longer be used; what is in decoding has no outcome.</exception>
    public void Run(IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(emit);
        while (TakeJobs(jobs, abandon))
        {
            abandon.ThrowIfCancellationRequested();
            _stepper.Start();
            _stepper.Execute();
            _stepper.Finish(emit);
        }
    }

    /// <summary>Takes jobs while there is room; waits for one where there is nothing to do. False once all is done.</summary>
    private bool TakeJobs(IJobSource jobs, CancellationToken abandon)
    {
        _stepper.Take(jobs);
        while (_stepper.WantsMore(jobs) && jobs.WaitForJob(abandon))
        {
            _stepper.Take(jobs);
        }

        return !_stepper.Scheduler.IsIdle;
    }
}
