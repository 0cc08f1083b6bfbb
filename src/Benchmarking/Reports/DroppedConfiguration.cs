namespace PaDeNer.Benchmarking.Reports;

/// <summary>A configuration that was so much slower than another of its kind while warming up that it was not measured.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="System">The system.</param>
/// <param name="Configuration">How it used the cores.</param>
/// <param name="Factor">How many times as long as the better one it took.</param>
public sealed record DroppedConfiguration(string Dataset, string System, string Configuration, double Factor);
