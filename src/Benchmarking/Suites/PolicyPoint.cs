using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>Ours under a load, in some order of documents.</summary>
/// <param name="Load">Rate of arrivals as a share of saturation throughput.</param>
/// <param name="OnTime">Share of the documents that were done within the objective; 0 to 1.</param>
/// <param name="Result">How long they took.</param>
public sealed record PolicyPoint(double Load, double OnTime, OpenLoopResult Result);
