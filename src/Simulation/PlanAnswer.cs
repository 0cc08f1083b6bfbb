namespace PaDeNer.Simulation;

/// <summary>What a load needs.</summary>
/// <param name="Replicas">Devices with a daemon each; null where no number of them would do.</param>
/// <param name="Partitions">Partitions the input topic should have; null where no number of replicas would do.</param>
/// <param name="UnloadedP50">Median latency in milliseconds of a device with nothing else to do.</param>
/// <param name="UnloadedP99">The 99th percentile of the same.</param>
/// <param name="Saturation">Documents per second of one device when there is always another.</param>
/// <param name="Rows">How numbers of replicas would do, few first.</param>
public sealed record PlanAnswer(int? Replicas, int? Partitions, double UnloadedP50, double UnloadedP99, double Saturation, IReadOnlyList<PlanRow> Rows);
