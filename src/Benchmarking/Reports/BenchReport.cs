namespace PaDeNer.Benchmarking.Reports;

/// <summary>All that a run measured.</summary>
/// <param name="Machine">On what and with what.</param>
/// <param name="Comparison">Ours beside the baselines on the same runtime.</param>
/// <param name="Serving">What the other suites measured.</param>
public sealed record BenchReport(MachineDescription Machine, ComparisonResult Comparison, ServingFigures Serving)
{
    /// <summary>Where the documents come from; null where it is not told.</summary>
    public DataDescription? Data { get; init; }
}

/// <summary>Where a report's documents come from.</summary>
/// <param name="Folder">The folder of datasets, as it was named.</param>
/// <param name="Note">A reservation that readers of the figures need, one line; null for none.</param>
public sealed record DataDescription(string Folder, string? Note);
