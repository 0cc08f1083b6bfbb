using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Ours with a number of documents in decoding, while more are waiting than lanes take.</summary>
/// <param name="DocumentsInFlight">Documents of a lane in decoding at once; 0 where the lane finds the number.</param>
/// <param name="DocumentsPerSecond">Throughput.</param>
/// <param name="ServiceTime">Times from a document's first step to its outcome.</param>
public sealed record InFlightPoint(int DocumentsInFlight, double DocumentsPerSecond, LatencySummary ServiceTime)
{
    /// <summary>How far the slowest and the fastest of its rounds are apart, as a share of the throughput; 0 where there was one round.</summary>
    public double RoundsApart { get; init; }
}
