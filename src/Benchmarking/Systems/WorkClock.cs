namespace PaDeNer.Benchmarking.Systems;

/// <summary>Measures the time for which a worker has had documents. One thread starts and stops it, any thread may read.</summary>
internal sealed class WorkClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _ticks;
    private long? _started;

    /// <summary>Time between starts and stops, and since the last start where it has not stopped yet.</summary>
    public TimeSpan Busy
    {
        get
        {
            lock (_gate)
            {
                return time.GetElapsedTime(0, _ticks + (_started is { } started ? time.GetTimestamp() - started : 0));
            }
        }
    }

    public void Start()
    {
        lock (_gate)
        {
            _started = time.GetTimestamp();
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _ticks += _started is { } started ? time.GetTimestamp() - started : 0;
            _started = null;
        }
    }
}
