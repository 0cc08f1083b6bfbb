using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Batching.Extraction;

/// <summary>A lane on a thread of its own.</summary>
internal sealed class LaneThread
{
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _number;
    private readonly ExtractionEngineSettings _settings;

    private LaneThread(int number, ExtractionEngineSettings settings) => (_number, _settings) = (number, settings);

    /// <summary>Completes once the lane has decoded something that nobody waits for; fails where it could not.</summary>
    public Task Warm => _warm.Task;

    /// <summary>Completes once all its jobs are emitted; fails with the engine, is cancelled when abandoned.</summary>
    public Task Completion => _done.Task;

    /// <summary>Starts a lane.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="settings">Its engine, and how it works.</param>
    /// <param name="jobs">Its jobs.</param>
    /// <param name="emit">Receives outcomes on the lane's thread.</param>
    /// <param name="abandon">Gives up what is in decoding.</param>
    public static LaneThread Start(int number, ExtractionEngineSettings settings, IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        LaneThread lane = new(number, settings);
        new Thread(() => lane.Run(jobs, emit, abandon)) { IsBackground = true, Name = $"lane {number}" }.Start();
        return lane;
    }

    private void Run(IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        try
        {
            _settings.Lanes[_number].Begin?.Invoke();
            Lane lane = new(_number, _settings, jobs);
            lane.WarmUp(abandon);
            _warm.SetResult();
            lane.Run(emit, abandon);
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
