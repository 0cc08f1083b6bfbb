namespace PaDeNer.Daemon.Telemetry;

/// <summary>The lag of a partition, where it is known.</summary>
/// <param name="Records">Between its commit watermark and its end.</param>
/// <param name="Oldest">The record timestamp (ms since 1970) of the first one that is not committed; null where that is not known.</param>
internal readonly record struct KnownLag(long Records, long? Oldest)
{
    // Clocks differ; what says that it is from the day after tomorrow counts something else than milliseconds.
    private static readonly TimeSpan Believable = TimeSpan.FromDays(1);

    /// <summary>How long the first record that is not committed has been waiting; zero where all are, null where that is not known.</summary>
    public TimeSpan? Age(TimeProvider time)
    {
        if (Records == 0)
        {
            return TimeSpan.Zero;
        }

        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return Oldest is not { } oldest || oldest < 0 || oldest - now > Believable.TotalMilliseconds
            ? null
            : TimeSpan.FromMilliseconds(Math.Max(0, now - oldest));
    }
}
