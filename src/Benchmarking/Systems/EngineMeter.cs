using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>An engine that keeps count of what passes through it. One thread uses it, any thread may read the counts.</summary>
internal sealed class EngineMeter : IDecodeEngine
{
    private readonly IDecodeEngine _engine;
    private readonly IComputeClock? _clock;
    private readonly TimeProvider _time;
    private long _steps;
    private long _rows;
    private long _computing;
    private long _around;
    private long _bytes;

    /// <summary>Meters an engine, which it owns.</summary>
    public EngineMeter(IDecodeEngine engine, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(time);
        (_engine, _clock, _time) = (engine, engine as IComputeClock, time);
    }

    /// <inheritdoc/>
    public EngineCapacity Capacity => _engine.Capacity;

    /// <inheritdoc/>
    public string Device => _engine.Device;

    /// <summary>Steps carried out.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Rows evaluated.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Time in which the model was computed; where the engine cannot tell, all of the time inside it.</summary>
    public TimeSpan EngineTime => TimeSpan.FromTicks(Volatile.Read(ref _computing));

    /// <summary>Time inside the engine beside that: checks, cells, rows, choices.</summary>
    public TimeSpan AroundTime => TimeSpan.FromTicks(Volatile.Read(ref _around));

    /// <summary>Bytes allocated inside the engine.</summary>
    public long AllocatedBytes => Volatile.Read(ref _bytes);

    /// <inheritdoc/>
    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan before = _clock?.ComputeTime ?? TimeSpan.Zero;
        long start = _time.GetTimestamp();
        StepStatus status = _engine.Execute(plan, result);
        TimeSpan inside = _time.GetElapsedTime(start);
        TimeSpan computing = _clock is null ? inside : _clock.ComputeTime - before;
        Volatile.Write(ref _computing, _computing + computing.Ticks);
        Volatile.Write(ref _around, _around + (inside - computing).Ticks);
        Volatile.Write(ref _bytes, _bytes + GC.GetAllocatedBytesForCurrentThread() - bytes);
        Volatile.Write(ref _steps, _steps + 1);
        Volatile.Write(ref _rows, _rows + plan.Batch.RowCount);
        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
