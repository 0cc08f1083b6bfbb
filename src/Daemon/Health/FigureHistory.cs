using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>The last quarter of an hour, for the page's charts. Safe for threads.</summary>
/// <param name="figures">What the stream does.</param>
/// <param name="time">The clock.</param>
internal sealed class FigureHistory(StreamFigures figures, TimeProvider time)
{
    /// <summary>How long one point is.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int Kept = 450;
    private readonly Lock _gate = new();
    private readonly Queue<HistoryPoint> _points = new(Kept);
    private long _number;
    private long _ended;
    private long _latencies;
    private long _since = time.GetTimestamp();

    /// <summary>Ends an interval, and begins the next.</summary>
    public void Sample()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp(), ended = figures.Documents + figures.Faults;
            double seconds = Math.Max(0.001, time.GetElapsedTime(_since, now).TotalSeconds);
            TimeSpan[]? latencies = figures.Latencies.PercentilesSince(ref _latencies, 50, 99);
            if (_points.Count == Kept)
            {
                _points.Dequeue();
            }

            _points.Enqueue(new HistoryPoint(
                ++_number,
                time.GetUtcNow().ToUnixTimeMilliseconds(),
                Math.Round((ended - _ended) / seconds, 3),
                latencies?[0].TotalMilliseconds,
                latencies?[1].TotalMilliseconds));
            (_since, _ended) = (now, ended);
        }
    }

    /// <summary>The points after one, the oldest first; all that are kept for 0.</summary>
    public IReadOnlyList<HistoryPoint> After(long number)
    {
        lock (_gate)
        {
            return [.. _points.Where(point => point.Number > number)];
        }
    }
}

/// <summary>What the stream did in one interval.</summary>
/// <param name="Number">Its number, one more than that of the interval before.</param>
/// <param name="At">When it ended, in milliseconds since 1970.</param>
/// <param name="Rate">Documents that ended, per second.</param>
/// <param name="P50">Their median latency in milliseconds; null where none ended.</param>
/// <param name="P99">The latency in milliseconds that one in a hundred of them exceeds; null where none ended.</param>
internal sealed record HistoryPoint(long Number, long At, double Rate, double? P50, double? P99);
