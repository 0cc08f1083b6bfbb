using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Extraction;

/// <summary>
/// Drives an <see cref="ExtractionEngine"/> on its caller's thread: no thread, no task, nothing that waits, so that the same calls give the
/// same results. What goes in, comes out and stops is the engine's as ever. A step is under way from its begin until the pump ends it, and
/// meanwhile the clock may be moved: that is how a simulation drives it. For one thread, which is that of all calls of the engine too.
/// </summary>
/// <remarks>Whatever fails outside of any document is thrown by the call that ran into it, and is the end of the engine.</remarks>
public sealed class EnginePump
{
    private readonly ExtractionEngineSettings _settings;
    private readonly Intake _intake;
    private readonly TaskCompletionSource _completion;
    private readonly Func<int, TimeSpan>? _stepTime;
    private readonly Lane[] _lanes;
    private readonly long?[] _busyUntil;
    private readonly List<JobOutcome> _ended = [];
    private readonly Action<JobOutcome> _emit;

    internal EnginePump(
        ExtractionEngineSettings settings, Intake intake, TaskCompletionSource completion, Func<int, TimeSpan>? stepTime, CancellationToken abandon)
    {
        (_settings, _intake, _completion, _stepTime) = (settings, intake, completion, stepTime);
        _emit = Emit;
        _lanes = new Lane[settings.Lanes.Count];
        _busyUntil = new long?[_lanes.Length];
        try
        {
            for (int number = 0; number < _lanes.Length; number++)
            {
                _lanes[number] = new Lane(number, settings, intake.SourceOf(number));
                _lanes[number].WarmUp(abandon);
            }
        }
        catch (Exception failure)
        {
            _intake.Close(failure is OperationCanceledException ? null : failure);
            _completion.TrySetResult();
            throw;
        }

        abandon.UnsafeRegister(static pump => ((EnginePump)pump!).End(null), this);
    }

    /// <summary>When the step ends that ends first, as a timestamp of the settings' clock; null where none is under way.</summary>
    public long? NextEnd => FirstToEnd() is { } lane ? _busyUntil[lane] : null;

    /// <summary>When the step ends that is under way on a lane; null where none is.</summary>
    /// <param name="lane">Its number, from 0.</param>
    public long? BusyUntil(int lane) => _busyUntil[lane];

    /// <summary>
    /// Plans documents that were submitted, as long as the queue before the lanes has room. Whether it has room left: a document that is
    /// submitted now is taken at once, and gets there with the next call.
    /// </summary>
    public bool Plan()
    {
        try
        {
            return PlanWhileRoom();
        }
        catch (Exception failure)
        {
            End(failure);
            throw;
        }
    }

    /// <summary>Plans what was submitted, and has every lane without a step take documents and begin one, lane after lane.</summary>
    /// <exception cref="EngineFaultException">A lane's engine can no longer be used.</exception>
    public void BeginSteps()
    {
        try
        {
            _ = PlanWhileRoom();
            for (int lane = 0; lane < _lanes.Length && !IsOver; lane++)
            {
                if (_busyUntil[lane] is null)
                {
                    TryBegin(lane);
                }
            }
        }
        catch (Exception failure)
        {
            End(failure);
            throw;
        }

        EndIfDone();
    }

    /// <summary>
    /// Ends the step that ends first, of two that end together that of the lane before; nothing where none is under way. The clock should
    /// stand at <see cref="NextEnd"/>.
    /// </summary>
    /// <returns>The documents that ended with it, each with the ticket it was submitted with; the list is reused by the next call.</returns>
    public IReadOnlyList<JobOutcome> EndStep()
    {
        _ended.Clear();
        if (FirstToEnd() is { } lane)
        {
            _busyUntil[lane] = null;
            try
            {
                _lanes[lane].Stepper.Finish(_emit);
            }
            catch (Exception failure)
            {
                End(failure);
                throw;
            }
        }

        return _ended;
    }

    /// <summary>Ends a step if one is under way, and begins what can be begun. False once there is nothing to do before another document comes.</summary>
    /// <exception cref="EngineFaultException">A lane's engine can no longer be used.</exception>
    public bool Turn()
    {
        EndStep();
        BeginSteps();
        return NextEnd is not null;
    }

    private bool IsOver => _completion.Task.IsCompleted;

    /// <summary>Completes the engine where nothing is inside and nothing comes any more.</summary>
    internal void EndIfDone()
    {
        if (_intake is { IsAllPlanned: true, Documents: 0 })
        {
            End(null);
        }
    }

    private int? FirstToEnd()
    {
        int? first = null;
        for (int lane = 0; lane < _busyUntil.Length; lane++)
        {
            first = _busyUntil[lane] is { } ends && (first is null || ends < _busyUntil[first.Value]) ? lane : first;
        }

        return first;
    }

    private bool PlanWhileRoom()
    {
        bool hasRoom = _intake.PlanWhileRoom();
        if (_intake.IsAllPlanned)
        {
            _intake.CompleteQueue();
        }

        return hasRoom;
    }

    private void TryBegin(int number)
    {
        Lane lane = _lanes[number];
        LaneStepper stepper = lane.Stepper;
        stepper.Take(lane.Jobs);
        bool mayGetMore = !_intake.IsAllPlanned || lane.Jobs.Waiting > 0;
        if (stepper.Scheduler.IsIdle || (mayGetMore && stepper.WantsMore(lane.Jobs)))
        {
            return;
        }

        stepper.Start();
        stepper.Execute();
        TimeSpan takes = _stepTime?.Invoke(number) ?? TimeSpan.Zero;
        _busyUntil[number] = _settings.Time.GetTimestamp() + (long)(takes.TotalSeconds * _settings.Time.TimestampFrequency);
    }

    private void Emit(JobOutcome outcome)
    {
        if (_intake.End(outcome) is { } ended)
        {
            _ended.Add(ended);
        }
    }

    /// <summary>The end of the engine, which its lanes are out of: nothing runs between two calls.</summary>
    private void End(Exception? failure)
    {
        _intake.Close(failure);
        Array.Clear(_busyUntil);
        _intake.EndAll();
        _ = failure is null ? _completion.TrySetResult() : _completion.TrySetException(failure);
    }
}
