using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Extraction;

/// <summary>One engine with its scheduler and the jobs it takes, whoever drives it. For one thread.</summary>
internal sealed class Lane
{
    private const int WarmUpRounds = 3;
    private const int LeastWarmUpAtOnce = 4;
    private readonly ExtractionEngineSettings _settings;
    private readonly WarmUpGate _gate;
    private readonly DecodeLoop _loop;

    /// <summary>A lane that has done nothing yet.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="settings">Its engine, and how it works.</param>
    /// <param name="jobs">Its jobs.</param>
    public Lane(int number, ExtractionEngineSettings settings, IJobSource jobs)
    {
        (_settings, Jobs) = (settings, jobs);
        _gate = new WarmUpGate(settings.Observer);
        Stepper = new LaneStepper(
            number, settings.Lanes[number].Engine, settings.Batching, settings.Assembler, settings.Time, _gate, settings.Budget, Probe);
        _loop = new DecodeLoop(Stepper);
    }

    /// <summary>Its step.</summary>
    public LaneStepper Stepper { get; }

    /// <summary>Its jobs.</summary>
    public IJobSource Jobs { get; }

    /// <summary>
    /// Decodes documents that nobody waits for, and nobody is told of: they touch the weights, prove that the engine computes, have the code
    /// compiled that the first real document would otherwise wait for, and teach how long steps take. One round at least where
    /// there is any time for it, and a large model on a slow machine is not kept from its work by more. None where the model cannot be asked
    /// even this.
    /// </summary>
    public void WarmUp(CancellationToken abandon)
    {
        long began = _settings.Time.GetTimestamp();
        for (int round = 0; round < WarmUpRounds && _settings.Time.GetElapsedTime(began) < _settings.WarmUpTime; round++)
        {
            _loop.Run(WarmUpJobs(), static _ => { }, abandon);
        }

        _gate.Open();
    }

    /// <summary>Decodes until the jobs end; blocks.</summary>
    public void Run(Action<JobOutcome> emit, CancellationToken abandon) => _loop.Run(Jobs, emit, abandon);

    /// <summary>The text that the lane has warmed up with, once more; null where there is none.</summary>
    private DocumentJob? Probe() => _settings.WarmUp is { } text && _settings.Plan(text) is { HasPlan: true, Plan: { } plan }
        ? new DocumentJob(new JobTicket(long.MinValue), plan, _settings.Time.GetTimestamp(), Deadline.Never)
        : null;

    private ChannelReader<DocumentJob> WarmUpJobs()
    {
        Channel<DocumentJob> jobs = Channel.CreateUnbounded<DocumentJob>();
        int count = _settings.WarmUp is null ? 0 : Math.Max(LeastWarmUpAtOnce, _settings.Batching.DocumentsInFlight);
        for (int i = 0; i < count; i++)
        {
            PlanResult result = _settings.Plan(_settings.WarmUp!);
            if (result.HasPlan)
            {
                jobs.Writer.TryWrite(new DocumentJob(new JobTicket(-1 - i), result.Plan, _settings.Time.GetTimestamp(), Deadline.Never));
            }
        }

        jobs.Writer.Complete();
        return jobs.Reader;
    }
}
