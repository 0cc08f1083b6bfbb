namespace PaDeNer.Benchmarking.Reports;

/// <summary>Ours beside another program; more than 1 where ours is better.</summary>
/// <param name="Latency">Mean latency of a document, one at a time: the program's as a plain client drives it over ours.</param>
/// <param name="Throughput">Documents per second at saturation: ours over the program's as a plain client drives it.</param>
/// <param name="P99">99th percentile of latency under the same load: the tuned program's over ours; the smaller of the ways documents arrive.</param>
/// <param name="TunedLatency">As <paramref name="Latency"/>, of the tuned program.</param>
/// <param name="TunedThroughput">As <paramref name="Throughput"/>, of the tuned program.</param>
public sealed record LlamaServerRatios(double Latency, double Throughput, double P99, double TunedLatency, double TunedThroughput);
