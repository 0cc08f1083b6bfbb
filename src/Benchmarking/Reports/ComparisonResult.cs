using PaDeNer.Benchmarking.Systems;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>Ours beside the baselines on the same runtime.</summary>
public sealed record ComparisonResult
{
    /// <summary>What was decoded.</summary>
    public required IReadOnlyList<DatasetResult> Datasets { get; init; }

    /// <summary>One document at a time: every system in every configuration.</summary>
    public required IReadOnlyList<LatencyResult> Latency { get; init; }

    /// <summary>Many documents in flight: every system in every configuration.</summary>
    public required IReadOnlyList<ThroughputResult> Throughput { get; init; }

    /// <summary>Ours with one thing changed, one document at a time.</summary>
    public required IReadOnlyList<LatencyResult> AblationLatency { get; init; }

    /// <summary>Ours with one thing changed, many documents in flight.</summary>
    public required IReadOnlyList<ThroughputResult> AblationThroughput { get; init; }

    /// <summary>Configurations that were given up while warming up.</summary>
    public IReadOnlyList<DroppedConfiguration> Dropped { get; init; } = [];

    /// <summary>Name and way of working of each system.</summary>
    public required IReadOnlyList<(string Name, string Description)> Systems { get; init; }

    /// <summary>A system's better configuration on a dataset, one document at a time; null where it was not measured.</summary>
    public LatencyResult? BestLatency(string dataset, string system) =>
        Latency.Where(result => result.Dataset == dataset && result.System == system).MinBy(static result => result.Latency.Mean);

    /// <summary>A system's better configuration on a dataset, many in flight; null where it was not measured.</summary>
    public ThroughputResult? BestThroughput(string dataset, string system) =>
        Throughput.Where(result => result.Dataset == dataset && result.System == system).MaxBy(static result => result.DocumentsPerSecond);

    /// <summary>The other's mean latency over ours on a dataset; null where it was not measured.</summary>
    public double? LatencyRatio(string dataset, string system) =>
        BestLatency(dataset, system)?.Latency.Mean / BestLatency(dataset, PadenerOptions.DefaultName)?.Latency.Mean;

    /// <summary>The other's latency over ours, each the mean over the datasets as in the last column of the paper's table; null where it was not measured.</summary>
    public double? MeanLatencyRatio(string system) => Ratio(
        Datasets.Select(dataset => (BestLatency(dataset.Name, system)?.Latency.Mean, BestLatency(dataset.Name, PadenerOptions.DefaultName)?.Latency.Mean)));

    /// <summary>Our documents per second over the other's on a dataset; null where it was not measured.</summary>
    public double? ThroughputRatio(string dataset, string system) =>
        BestThroughput(dataset, PadenerOptions.DefaultName)?.DocumentsPerSecond / BestThroughput(dataset, system)?.DocumentsPerSecond;

    /// <summary>The other's time per document over ours, each the mean over the datasets; null where it was not measured.</summary>
    public double? MeanThroughputRatio(string system) => Ratio(
        Datasets.Select(dataset => (
            1 / BestThroughput(dataset.Name, system)?.DocumentsPerSecond, 1 / BestThroughput(dataset.Name, PadenerOptions.DefaultName)?.DocumentsPerSecond)));

    /// <summary>Our host's share of a lane's time at saturation, mean over the datasets; null where it was not measured.</summary>
    public double? HostShare => Mean(static result => result.HostShare);

    /// <summary>Bytes allocated inside one of our steps at saturation, mean over the datasets; null where it was not measured.</summary>
    public double? BytesPerStep => Mean(static result => result.BytesPerStep);

    /// <summary>Mean absolute error of our step times at saturation, mean over the datasets; null where it was not measured.</summary>
    public double? StepTimeError => Mean(static result => result.StepTimeError);

    private double? Mean(Func<ThroughputResult, double?> value) => Datasets
        .Select(dataset => BestThroughput(dataset.Name, PadenerOptions.DefaultName)).OfType<ThroughputResult>().Average(value);

    private static double? Ratio(IEnumerable<(double? Other, double? Ours)> pairs)
    {
        (double? Other, double? Ours)[] known = [.. pairs.Where(static pair => pair is { Other: not null, Ours: not null })];
        return known.Length == 0 ? null : known.Average(static pair => pair.Other) / known.Average(static pair => pair.Ours);
    }
}

/// <summary>A configuration that was so much slower than another of its kind while warming up that it was not measured.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="System">The system.</param>
/// <param name="Configuration">Engines and threads, as a report shows them.</param>
/// <param name="Factor">How many times as long as the better one it took.</param>
public sealed record DroppedConfiguration(string Dataset, string System, string Configuration, double Factor);
