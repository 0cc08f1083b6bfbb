namespace PaDeNer.Benchmarking.Load;

/// <summary>
/// Waits on a thread of its own, asleep until the moment has come. On a core that others need it may be late, which
/// <see cref="OpenLoopResult.Lateness"/> reports. .NET's timers are no alternative: they fire up to several milliseconds late.
/// </summary>
internal sealed class ThreadPacer : IPacer
{
    /// <summary>Longer waits are cut into such, so that the end is seen.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly Action<TimeSpan> _sleep;
    private readonly Thread _thread;
    private readonly AutoResetEvent _asked = new(false);
    private TaskCompletionSource? _wait;
    private long _due;
    private volatile bool _isDisposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="time">The clock; has to run by itself.</param>
    /// <param name="sleep">Sleeps for a time or a little longer, or shorter now and then.</param>
    public ThreadPacer(TimeProvider time, Action<TimeSpan> sleep)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _sleep) = (time, sleep);
        _thread = new Thread(Work) { IsBackground = true, Name = "arrivals" };
        _thread.Start();
    }

    /// <inheritdoc/>
    /// <remarks>Completes on the pacer's thread, so that what follows an await runs there without waiting for another.</remarks>
    public Task UntilAsync(long timestamp)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        TaskCompletionSource wait = new();
        _due = timestamp;
        _wait = wait;
        _asked.Set();
        return wait.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _asked.Set();
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
        {
            _thread.Join();
            _asked.Dispose();
        }
    }

    private void Work()
    {
        while (true)
        {
            _asked.WaitOne();
            if (_isDisposed)
            {
                return;
            }

            Wait();
            TaskCompletionSource? wait = _wait;
            _wait = null;
            wait?.SetResult();
        }
    }

    private void Wait()
    {
        for (TimeSpan left = Left(); left > TimeSpan.Zero && !_isDisposed; left = Left())
        {
            _sleep(left < LongestSleep ? left : LongestSleep);
        }
    }

    private TimeSpan Left() => TimeSpan.FromSeconds((_due - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
}

/// <summary>Waits for moments on a clock; one wait at a time.</summary>
internal interface IPacer : IDisposable
{
    /// <summary>Completes at a timestamp of the clock or as soon after as it can, never before.</summary>
    /// <param name="timestamp">A timestamp of the clock.</param>
    Task UntilAsync(long timestamp);
}
