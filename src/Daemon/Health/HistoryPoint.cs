namespace PaDeNer.Daemon.Health;

/// <summary>What the stream did in one interval.</summary>
/// <param name="Number">Its number, one more than that of the interval before.</param>
/// <param name="At">When it ended, in milliseconds since 1970.</param>
/// <param name="Rate">Documents that ended, per second.</param>
/// <param name="P50">Their median latency in milliseconds; null where none ended.</param>
/// <param name="P99">The latency in milliseconds that one in a hundred of them exceeds; null where none ended.</param>
internal sealed record HistoryPoint(long Number, long At, double Rate, double? P50, double? P99);
