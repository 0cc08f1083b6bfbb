using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Contenders;

/// <summary>An engine that keeps count of what passes through it. One thread uses it, any thread may read the counts.</summary>
public sealed class EngineMeter : IDecodeEngine
{
    private readonly IDecodeEngine _engine;
    private readonly TimeProvider _time;
    private long _steps;
    private long _rows;
    private long _ticks;
    private long _bytes;

    /// <summary>Meters an engine, which it owns.</summary>
    public EngineMeter(IDecodeEngine engine, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(time);
        (_engine, _time) = (engine, time);
    }

    /// <inheritdoc/>
    public EngineCapacity Capacity => _engine.Capacity;

    /// <inheritdoc/>
    public string Device => _engine.Device;

    /// <summary>Steps carried out.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Rows evaluated.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Time inside the engine.</summary>
    public TimeSpan EngineTime => _time.GetElapsedTime(0, Volatile.Read(ref _ticks));

    /// <summary>Bytes allocated inside the engine.</summary>
    public long AllocatedBytes => Volatile.Read(ref _bytes);

    /// <inheritdoc/>
    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = _time.GetTimestamp();
        StepStatus status = _engine.Execute(plan, result);
        Volatile.Write(ref _ticks, _ticks + _time.GetTimestamp() - start);
        Volatile.Write(ref _bytes, _bytes + GC.GetAllocatedBytesForCurrentThread() - bytes);
        Volatile.Write(ref _steps, _steps + 1);
        Volatile.Write(ref _rows, _rows + plan.Batch.RowCount);
        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
