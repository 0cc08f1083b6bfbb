namespace PaDeNer.Simulation;

/// <summary>A clock that moves only when it is told to, in nanoseconds. For one thread.</summary>
public sealed class VirtualClock : TimeProvider
{
    private const long PerSecond = 1_000_000_000;
    private long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => PerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + At(_now);

    /// <summary>The timestamp of a time since the clock's beginning.</summary>
    public static long Timestamp(TimeSpan since) => (long)(since.TotalSeconds * PerSecond);

    /// <summary>The time since the clock's beginning of a timestamp.</summary>
    public static TimeSpan At(long timestamp) => TimeSpan.FromSeconds(timestamp / (double)PerSecond);

    /// <summary>Moves on to a timestamp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has passed.</exception>
    public void MoveTo(long timestamp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timestamp, _now);
        _now = timestamp;
    }
}
