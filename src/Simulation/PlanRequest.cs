namespace PaDeNer.Simulation;

/// <summary>A load that has to be carried.</summary>
/// <param name="Rate">Documents per second; above 0.</param>
/// <param name="Objective">What the 99th percentile of the latency may be.</param>
/// <param name="Profile">One device.</param>
/// <param name="Documents">What documents are like.</param>
/// <param name="Burst">Documents that arrive together, in the mean; 1 for a Poisson process.</param>
/// <param name="Simulated">Documents simulated for each answer; more make percentiles steadier.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
public sealed record PlanRequest(
    double Rate, TimeSpan Objective, DeviceProfile Profile, DocumentMix Documents, double Burst = 1, int Simulated = 10_000, int Seed = 1);
