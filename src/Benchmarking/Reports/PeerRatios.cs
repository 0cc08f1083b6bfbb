namespace PaDeNer.Benchmarking.Reports;

/// <summary>Ours beside another program; more than 1 where ours is better.</summary>
/// <param name="Latency">Its mean latency of a document over ours, one at a time.</param>
/// <param name="Throughput">Our documents per second over its, at saturation.</param>
/// <param name="P99">Its 99th percentile of latency over ours, under the same load.</param>
public sealed record PeerRatios(double Latency, double Throughput, double P99);
