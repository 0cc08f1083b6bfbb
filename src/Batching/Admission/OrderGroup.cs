namespace PaDeNer.Batching.Admission;

/// <summary>
/// Documents whose results leave in the order of their tickets: those of a partition under one assignment. A result waits for all before it,
/// so whoever is urgent makes those before it urgent too.
/// </summary>
/// <param name="Value">Tells it from others.</param>
public readonly record struct OrderGroup(long Value);
