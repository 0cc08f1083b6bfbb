namespace PaDeNer.Benchmarking.Load;

/// <summary>Throughput over the number of documents in flight.</summary>
/// <param name="System">Its name.</param>
/// <param name="Points">One result for each number of documents in flight, ascending.</param>
public sealed record SaturationResult(string System, IReadOnlyList<ClosedLoopResult> Points)
{
    /// <summary>Share of the highest throughput from which on the system counts as saturated.</summary>
    public const double SaturatedShare = 0.97;

    /// <summary>The highest throughput seen.</summary>
    public double DocumentsPerSecond => Points.Max(static point => point.DocumentsPerSecond);

    /// <summary>The result with the fewest documents in flight that reaches <see cref="SaturatedShare"/> of the highest throughput.</summary>
    public ClosedLoopResult Saturated => Points.First(point => point.DocumentsPerSecond >= DocumentsPerSecond * SaturatedShare);

    /// <summary>The result with the fewest documents in flight.</summary>
    public ClosedLoopResult Unloaded => Points[0];
}
