using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Extraction;

/// <summary>One engine on a thread of its own.</summary>
internal sealed class Lane
{
    private const int WarmUpRounds = 3;
    private const int LeastWarmUpAtOnce = 4;
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _number;
    private readonly ExtractionEngineSettings _settings;

    private Lane(int number, ExtractionEngineSettings settings) => (_number, _settings) = (number, settings);

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
    public static Lane Start(int number, ExtractionEngineSettings settings, IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        Lane lane = new(number, settings);
        new Thread(() => lane.Run(jobs, emit, abandon)) { IsBackground = true, Name = $"lane {number}" }.Start();
        return lane;
    }

    private void Run(IJobSource jobs, Action<JobOutcome> emit, CancellationToken abandon)
    {
        try
        {
            EngineLane own = _settings.Lanes[_number];
            own.Begin?.Invoke();
            WarmUpGate gate = new(_settings.Observer);
            DecodeLoop loop = new(_number, own.Engine, _settings.Batching, _settings.Policy, _settings.Assembler, _settings.Time, gate);
            loop.Run(WarmUpJobs(), static _ => { }, abandon);
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

    /// <summary>
    /// Documents that nobody waits for: they touch the weights, prove that the engine computes, and have the code compiled that the first
    /// real document would otherwise wait for. None where the model cannot be asked even this.
    /// </summary>
    private ChannelReader<DocumentJob> WarmUpJobs()
    {
        Channel<DocumentJob> jobs = Channel.CreateUnbounded<DocumentJob>();
        int count = _settings.WarmUp is null ? 0 : WarmUpRounds * Math.Max(LeastWarmUpAtOnce, _settings.Batching.DocumentsInFlight);
        for (int i = 0; i < count; i++)
        {
            PlanResult result = _settings.Plan(_settings.WarmUp!);
            if (result.Succeeded)
            {
                jobs.Writer.TryWrite(new DocumentJob(new JobTicket(-1 - i), result.Plan, _settings.Time.GetTimestamp(), Deadline.Never));
            }
        }

        jobs.Writer.Complete();
        return jobs.Reader;
    }
}
