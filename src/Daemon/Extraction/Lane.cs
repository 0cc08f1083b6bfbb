using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Daemon.Extraction;

/// <summary>One engine on a thread of its own.</summary>
internal sealed class Lane
{
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Lane()
    {
    }

    /// <summary>Completes once the lane has decoded something that nobody waits for; fails where it could not.</summary>
    public Task Warm => _warm.Task;

    /// <summary>Completes once all its jobs are emitted; fails with the engine, is cancelled when abandoned.</summary>
    public Task Completion => _done.Task;

    /// <summary>Starts a lane.</summary>
    /// <param name="extractor">Whose engine it drives.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="work">How it works.</param>
    /// <param name="jobs">Its jobs.</param>
    /// <param name="emit">Receives outcomes on the lane's thread.</param>
    /// <param name="abandon">Gives up what is in decoding.</param>
    public static Lane Start(
        Extractor extractor, int number, LaneWork work, IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        Lane lane = new();
        Thread thread = new(() => lane.Run(extractor, number, work, jobs, emit, abandon)) { IsBackground = true, Name = $"lane {number}" };
        thread.Start();
        return lane;
    }

    private void Run(
        Extractor extractor, int number, LaneWork work, IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        try
        {
            EngineFactory.BeginComputing(extractor.Layout, number * extractor.Layout.ThreadsPerLane);
            WarmUpGate gate = new(work.Observer);
            DecodeLoop loop = new(number, extractor.Engines[number], work.Options, work.Policy, extractor.Assembler, work.Time, gate);
            loop.Run(WarmUp.Jobs(extractor, work.Options.DocumentsInFlight, work.Time), static _ => { }, abandon);
            gate.Open();
            _warm.SetResult();
            loop.Run(jobs, emit, abandon);
            _done.SetResult();
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            _warm.TrySetCanceled(abandon);
            _done.SetCanceled(abandon);
        }
#pragma warning disable CA1031 // The end of a thread: whatever ended it goes to whoever waits for the lane.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _warm.TrySetException(failure);
            _done.SetException(failure);
        }
    }
}
