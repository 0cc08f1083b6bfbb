using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Ours with a number of documents in decoding, while more are waiting than lanes take.</summary>
/// <param name="DocumentsInFlight">Documents of a lane in decoding at once; 0 where the lane finds the number.</param>
/// <param name="DocumentsPerSecond">Throughput.</param>
/// <param name="ServiceTime">Times from a document's first step to its outcome.</param>
public sealed record InFlightPoint(int DocumentsInFlight, double DocumentsPerSecond, LatencySummary ServiceTime);
