namespace PaDeNer.Batching.Simulation;

/// <summary>A document that arrives.</summary>
/// <param name="At">When, since the beginning.</param>
/// <param name="Objective">Its latency objective.</param>
/// <param name="Shape">What it is like.</param>
public readonly record struct SimulatedArrival(TimeSpan At, TimeSpan Objective, DocumentShape Shape);
