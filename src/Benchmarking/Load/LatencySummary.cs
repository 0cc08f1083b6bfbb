namespace PaDeNer.Benchmarking.Load;

/// <summary>Latencies of many documents in a few figures, in milliseconds.</summary>
/// <param name="Count">How many latencies; all others are 0 where there are none.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">The longest.</param>
public sealed record LatencySummary(int Count, double Mean, double P50, double P95, double P99, double Max)
{
    /// <summary>Summarises latencies in any order.</summary>
    public static LatencySummary Of(IReadOnlyCollection<TimeSpan> latencies) => OfMilliseconds([.. latencies.Select(static latency => latency.TotalMilliseconds)]);

    /// <summary>Summarises milliseconds in any order.</summary>
    public static LatencySummary OfMilliseconds(IReadOnlyCollection<double> milliseconds)
    {
        ArgumentNullException.ThrowIfNull(milliseconds);
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0
            ? new LatencySummary(0, 0, 0, 0, 0, 0)
            : new LatencySummary(sorted.Length, sorted.Average(), Percentile(sorted, 0.50), Percentile(sorted, 0.95), Percentile(sorted, 0.99), sorted[^1]);
    }

    /// <summary>The middle one, or the mean of the two in the middle; 0 where there are none.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>
    /// A percentile by nearest rank: the smallest value that at least this share of all values does not exceed. Always one that was
    /// seen, never one between two.
    /// </summary>
    /// <param name="sorted">Values in ascending order; at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(sorted));
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);

        // 0.99 of 100 is 99.00000000000001 in binary, which must not become rank 100.
        int rank = (int)Math.Ceiling((share * sorted.Length) - 1e-9);
        return sorted[Math.Clamp(rank, 1, sorted.Length) - 1];
    }
}
