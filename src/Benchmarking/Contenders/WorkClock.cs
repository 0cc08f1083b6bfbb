namespace PaDeNer.Benchmarking.Contenders;

/// <summary>How long a worker's thread has had something to do. One thread starts and stops it, any may read.</summary>
internal sealed class WorkClock(TimeProvider time)
{
    private long _ticks;
    private long _started;

    /// <summary>Time between starts and stops.</summary>
    public TimeSpan Busy => time.GetElapsedTime(0, Volatile.Read(ref _ticks));

    public void Start() => _started = time.GetTimestamp();

    public void Stop() => Volatile.Write(ref _ticks, _ticks + time.GetTimestamp() - _started);
}
