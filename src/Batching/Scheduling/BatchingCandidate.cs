using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Scheduling;

/// <summary>What a policy may look at.</summary>
/// <param name="Arrival">Number of the document in order of admission; unique, so that every order is total.</param>
/// <param name="Deadline">When its outcome is due.</param>
public readonly record struct BatchingCandidate(long Arrival, Deadline Deadline);
