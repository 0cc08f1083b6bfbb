namespace PaDeNer.Testing.Time;

/// <summary>A clock that stands still until it is moved. Its odd frequency shows up code that takes timestamps for ticks.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private long _timestamp = 1_000_003;

    public override long TimestampFrequency => 1_000_003;

    public override long GetTimestamp() => Interlocked.Read(ref _timestamp);

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(GetTimestamp() / (double)TimestampFrequency);

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _timestamp, (long)(by.TotalSeconds * TimestampFrequency));
}
