namespace PaDeNer.Daemon.Telemetry;

/// <summary>The record at the head of a queue, and since when it has been the same one: a head that never changes is a stream that stands still.</summary>
internal sealed class OldestRecord
{
    private readonly Lock _lock = new();
    private long? _received;
    private long _since;

    /// <summary>When it was read, as a timestamp; null where there is none.</summary>
    public long? Received
    {
        get
        {
            lock (_lock)
            {
                return _received;
            }
        }
    }

    /// <summary>Notes who is at the head now.</summary>
    public void Set(long? received, long now)
    {
        lock (_lock)
        {
            if (received != _received)
            {
                (_received, _since) = (received, now);
            }
        }
    }

    /// <summary>How long the same record has been at the head; zero where there is none.</summary>
    public TimeSpan UnchangedFor(TimeProvider time)
    {
        lock (_lock)
        {
            return _received is null ? TimeSpan.Zero : time.GetElapsedTime(_since);
        }
    }
}
