namespace PaDeNer.Testing.Time;

/// <summary>
/// A clock that jumps from one planned event to the next. What follows an await runs on the thread that lets events happen, so that
/// asynchronous code runs in one order, always the same. Timestamps are microseconds.
/// </summary>
public sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Number)> _events = new();
    private long _now = 1_000_000;
    private long _planned;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(_now);

    /// <summary>Plans an event; those of one moment happen in the order planned. One in the past happens now.</summary>
    public void At(long timestamp, Action what) => _events.Enqueue(what, (Math.Max(timestamp, _now), _planned++));

    /// <summary>Plans an event.</summary>
    public void After(TimeSpan delay, Action what) => At(_now + (long)delay.TotalMicroseconds, what);

    /// <summary>Completes at a moment.</summary>
    public Task Until(long timestamp)
    {
        TaskCompletionSource source = new();
        At(timestamp, source.SetResult);
        return source.Task;
    }

    /// <summary>Lets events happen until a task has completed, and gives its result.</summary>
    public T Run<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        while (!task.IsCompleted)
        {
            if (!_events.TryDequeue(out Action? what, out (long Due, long Number) key))
            {
                throw new InvalidOperationException("Nothing is planned any more and the task has not completed.");
            }

            _now = key.Due;
            what();
        }

        return task.GetAwaiter().GetResult();
    }
}
