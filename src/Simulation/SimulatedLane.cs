using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Simulation;

/// <summary>A lane of a simulation: the product's stepper on a simulated engine.</summary>
internal sealed class SimulatedLane(int number, SimulatedEngine engine, SimulationSettings settings, IJobSource jobs, VirtualClock clock, TimeSpan hostTime)
{
    private readonly LaneStepper _stepper = new(
        number, engine, settings.Batching, settings.Policy, new DocumentAssembler(new AssemblySettings()), clock, settings.Observer);

    private long _started;

    public SequenceScheduler Scheduler => _stepper.Scheduler;

    /// <summary>Whether a step is under way.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>When it ends; means something while one is under way.</summary>
    public long Ends { get; private set; }

    /// <summary>Time spent on steps.</summary>
    public TimeSpan Busy { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Takes jobs and starts a step if none is under way and there is something to do.</summary>
    public void TryStart()
    {
        if (IsRunning)
        {
            return;
        }

        _stepper.Take(jobs);
        if (Scheduler.IsIdle)
        {
            return;
        }

        _stepper.Start();
        _stepper.Execute();
        if (engine.CellsUsed != Scheduler.StepCells)
        {
            throw new EngineFaultException($"The engine holds {engine.CellsUsed} cells and the ledger says {Scheduler.StepCells}: a defect of the scheduler.");
        }

        _started = clock.GetTimestamp();
        Ends = _started + VirtualClock.Timestamp(engine.StepTime + hostTime);
        IsRunning = true;
        Steps++;
    }

    /// <summary>Ends the step that is under way; the clock stands at its end.</summary>
    public void Finish(Action<JobOutcome> emit)
    {
        IsRunning = false;
        Busy += clock.GetElapsedTime(_started);
        _stepper.Finish(emit);
    }
}
