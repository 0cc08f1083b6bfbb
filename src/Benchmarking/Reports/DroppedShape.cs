namespace PaDeNer.Benchmarking.Reports;

/// <summary>A shape that was so much slower than another of its kind while warming up that it was not measured.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Contender">The contender.</param>
/// <param name="Shape">How it used the cores.</param>
/// <param name="Factor">How many times as long as the better one it took.</param>
public sealed record DroppedShape(string Dataset, string Contender, string Shape, double Factor);
