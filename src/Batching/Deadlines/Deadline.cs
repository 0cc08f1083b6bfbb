namespace PaDeNer.Batching.Deadlines;

/// <summary>A monotonic instant at which an outcome is due.</summary>
/// <param name="Timestamp">A timestamp of the same TimeProvider that asks for the slack.</param>
public readonly record struct Deadline(long Timestamp)
{
    /// <summary>A deadline that never comes.</summary>
    public static Deadline Never { get; } = new(long.MaxValue);

    /// <summary>The deadline of something received at a time with a latency objective.</summary>
    public static Deadline After(TimeProvider time, long received, TimeSpan objective)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new Deadline(received + (long)(objective.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>Time left; negative once it has passed.</summary>
    public TimeSpan Slack(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return this == Never ? TimeSpan.MaxValue : time.GetElapsedTime(time.GetTimestamp(), Timestamp);
    }
}
