namespace PaDeNer.Benchmarking.Load;

/// <summary>
/// Waits on a thread of its own: asleep until less than a millisecond is left, then giving its core away over and over until the
/// moment has come. It costs idle time only: on a core that others need it is the others that run, and it is late by as much, which
/// <see cref="OpenLoopResult.Lateness"/> reports. .NET's timers are no alternative: they fire up to several milliseconds late.
/// </summary>
public sealed class ThreadPacer : IPacer
{
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly AutoResetEvent _asked = new(false);
    private TaskCompletionSource? _wait;
    private long _due;
    private volatile bool _isDisposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="time">The clock; has to run by itself.</param>
    public ThreadPacer(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
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
            int milliseconds = (int)Math.Min(left.TotalMilliseconds, int.MaxValue);
            if (milliseconds > 0)
            {
                // Nobody sets it while a wait is under way but Dispose, which is to be seen at once.
                _asked.WaitOne(milliseconds);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private TimeSpan Left() => TimeSpan.FromSeconds((_due - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
}
