namespace PaDeNer.Simulation;

/// <summary>How so many replicas would do.</summary>
/// <param name="Replicas">Devices with a daemon each.</param>
/// <param name="Utilization">Share of the time that lanes work; 0 to 1.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P99">99th percentile in milliseconds.</param>
/// <param name="Goodput">Documents per second, of all replicas, that meet the objective.</param>
/// <param name="Suffices">Whether the 99th percentile meets the objective.</param>
public sealed record PlanRow(int Replicas, double Utilization, double P50, double P99, double Goodput, bool Suffices);
