using System.Globalization;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>The table of the project's targets: target, measured figure, met or missed.</summary>
internal static class BenchTargets
{
    public const double Autoregressive = 4;
    private const double Batch = 2.5;
    private const double Slots = 2;
    private const double HostShare = 0.05;
    public const double StepTimeError = 0.1;
    public const double ServerLatency = 5;
    private const double ServerThroughput = 2.5;
    private const double ServerP99 = 0.4;
    public const double GoodputShare = 0.85;
    public const double InFlightThroughput = 0.97;
    public const double InFlightServiceTime = 1.2;

    public static string Table(BenchReport report)
    {
        ComparisonResult comparison = report.Comparison;
        BenchTable table = new(["", "target", "measured", ""]);
        foreach (string baseline in (string[])[Baselines.Augmented, Baselines.Structured])
        {
            AtLeast(table, $"latency: `{baseline}` over ours, mean of the datasets", Autoregressive, comparison.MeanLatencyRatio(baseline));
            AgainstPaper(table, comparison, baseline);
        }

        AtLeast(table, $"documents/s: ours over `{Baselines.Batch}`", Batch, comparison.MeanThroughputRatio(Baselines.Batch));
        AtLeast(table, $"documents/s: ours over `{Baselines.Slots}`", Slots, comparison.MeanThroughputRatio(Baselines.Slots));
        Server(table, report.Serving.LlamaServer);
        InFlight(table, report.Serving.InFlight);
        Goodput(table, "Poisson", report.Serving.Goodput?.Poisson);
        Goodput(table, "bursty", report.Serving.Goodput?.Bursty);
        table.Row("time outside `llama_decode` at saturation", "< 5 %", Percent(comparison.HostShare), Verdict(comparison.HostShare < HostShare, comparison.HostShare));
        table.Row("bytes allocated in an engine step", "0", Number(comparison.BytesPerStep), Verdict(comparison.BytesPerStep < 0.5, comparison.BytesPerStep));
        table.Row("mean absolute error of step times", "<= 10 %", Percent(comparison.StepTimeError), Verdict(comparison.StepTimeError <= StepTimeError, comparison.StepTimeError));
        return table.ToString();
    }

    private static void AtLeast(BenchTable table, string what, double target, double? measured) =>
        table.Row(what, string.Create(CultureInfo.InvariantCulture, $">= {target}x"), Times(measured), Verdict(measured >= target, measured));

    private static void Server(BenchTable table, LlamaServerRatios? server)
    {
        AtLeast(table, "latency, one document in flight: plain `llama-server` over ours", ServerLatency, server?.Latency);
        AtLeast(table, "documents/s at saturation: ours over plain `llama-server`", ServerThroughput, server?.Throughput);
        double? p99 = 1 / server?.P99;
        table.Row(
            "p99 where tuned `llama-server` is 70 % busy: ours over its",
            string.Create(CultureInfo.InvariantCulture, $"<= {ServerP99}x"),
            Times(p99),
            Verdict(p99 <= ServerP99, p99));
    }

    private static void InFlight(BenchTable table, InFlightFigures? found)
    {
        table.Row(
            "documents in decoding, the number found: documents/s over the best fixed number's",
            ">= 97 %",
            Percent(found?.Throughput),
            Verdict(found?.Throughput >= InFlightThroughput, found?.Throughput));
        table.Row(
            "documents in decoding, the number found: p50 over the best fixed number's",
            string.Create(CultureInfo.InvariantCulture, $"<= {InFlightServiceTime}x"),
            Times(found?.ServiceTime),
            Verdict(found?.ServiceTime <= InFlightServiceTime, found?.ServiceTime));
    }

    private static void Goodput(BenchTable table, string arrivals, double? share) =>
        table.Row($"goodput at p99 within 5 x the unloaded p50, {arrivals} arrivals, of saturation", ">= 85 %", Percent(share), Verdict(share >= GoodputShare, share));

    /// <summary>Whether the paper's own ratio is better on some dataset.</summary>
    public static bool IsBehindPaper(ComparisonResult comparison, string baseline) => BesidePaper(comparison, baseline).Any(static pair => pair.Measured <= pair.Paper);

    private static void AgainstPaper(BenchTable table, ComparisonResult comparison, string baseline)
    {
        (string Dataset, double Measured, double Paper)[] compared = [.. BesidePaper(comparison, baseline)];
        string[] missed = [.. compared.Where(static pair => pair.Measured <= pair.Paper).Select(static pair => $"{pair.Dataset} {Times(pair.Measured)} of {Times(pair.Paper)}")];
        string result = compared.Length == 0 ? Times(null) : missed.Length == 0 ? $"{compared.Length} of {compared.Length}" : $"{compared.Length - missed.Length} of {compared.Length}; not {string.Join(", ", missed)}";
        table.Row($"latency: `{baseline}` over ours, better than the paper's on each dataset", "each", result, Verdict(missed.Length == 0, compared.Length == 0 ? null : compared.Length));
    }

    /// <summary>Our ratio and the paper's on each dataset that has both.</summary>
    private static IEnumerable<(string Dataset, double Measured, double Paper)> BesidePaper(ComparisonResult comparison, string baseline)
    {
        foreach (DatasetResult dataset in comparison.Datasets)
        {
            PaperFigures? figures = PaperSet.Find(dataset.Name).Latency;
            double? paper = baseline == Baselines.Augmented ? figures?.AugmentedRatio : figures?.StructuredRatio;
            if (paper is { } target && comparison.LatencyRatio(dataset.Name, baseline) is { } measured)
            {
                yield return (dataset.Name, measured, target);
            }
        }
    }

    private static string Verdict(bool met, double? measured) => measured is null ? "not measured" : met ? "met" : "missed";
}
