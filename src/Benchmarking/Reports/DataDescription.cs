namespace PaDeNer.Benchmarking.Reports;

/// <summary>Where a report's documents come from.</summary>
/// <param name="Folder">The folder of datasets, as it was named.</param>
/// <param name="Note">What whoever reads the figures must know of it; null where there is nothing to say.</param>
public sealed record DataDescription(string Folder, string? Note);
