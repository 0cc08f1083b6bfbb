namespace PaDeNer.Daemon.Telemetry;

/// <summary>The latest latencies, for the figures people look at; the histograms are for everything else. Safe for threads.</summary>
/// <param name="length">How many are kept.</param>
internal sealed class LatencyWindow(int length)
{
    private readonly double[] _seconds = new double[length];
    private readonly Lock _gate = new();
    private long _count;

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan latency)
    {
        lock (_gate)
        {
            _seconds[_count++ % _seconds.Length] = latency.TotalSeconds;
        }
    }

    /// <summary>The latencies at these percentiles, in order; null where there are none yet.</summary>
    /// <param name="percentiles">0 to 100.</param>
    public TimeSpan[]? Percentiles(params ReadOnlySpan<double> percentiles)
    {
        long seen = 0;
        return PercentilesSince(ref seen, percentiles);
    }

    /// <summary>As <see cref="Percentiles"/>, of those alone that were added since the last time, as far as they are kept.</summary>
    /// <param name="seen">How many had been added then; becomes how many there are now.</param>
    /// <param name="percentiles">0 to 100.</param>
    public TimeSpan[]? PercentilesSince(ref long seen, params ReadOnlySpan<double> percentiles)
    {
        double[] sorted;
        lock (_gate)
        {
            sorted = new double[(int)Math.Min(_count - seen, _seconds.Length)];
            for (int i = 0; i < sorted.Length; i++)
            {
                sorted[i] = _seconds[(_count - 1 - i) % _seconds.Length];
            }

            seen = _count;
        }

        if (sorted.Length == 0)
        {
            return null;
        }

        Array.Sort(sorted);
        TimeSpan[] values = new TimeSpan[percentiles.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Nearest rank: the smallest value that so many percent do not exceed.
            int rank = (int)Math.Ceiling(percentiles[i] / 100 * sorted.Length);
            values[i] = TimeSpan.FromSeconds(sorted[Math.Clamp(rank, 1, sorted.Length) - 1]);
        }

        return values;
    }
}
