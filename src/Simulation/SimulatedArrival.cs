using PaDeNer.Batching.Admission;

namespace PaDeNer.Simulation;

/// <summary>A document that arrives.</summary>
/// <param name="At">When, since the beginning.</param>
/// <param name="Objective">Its latency objective.</param>
/// <param name="Document">What it is like.</param>
/// <param name="Order">Whose results leave in one order with its own; null where its result leaves as soon as it is there.</param>
public readonly record struct SimulatedArrival(TimeSpan At, TimeSpan Objective, SimulatedDocument Document, OrderGroup? Order = null);
