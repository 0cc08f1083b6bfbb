using System.Globalization;
using System.Text;
using PaDeNer.Benchmarking.Systems;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>Why targets were missed, as far as a report's own figures tell.</summary>
internal static class BenchReasons
{
    /// <summary>A list with a line for each target that was missed and has a reason; empty where there is none.</summary>
    public static string List(BenchReport report)
    {
        StringBuilder list = new();
        foreach (string baseline in (string[])[Baselines.Augmented, Baselines.Structured])
        {
            if (report.Comparison.MeanLatencyRatio(baseline) < BenchTargets.Autoregressive || BenchTargets.IsBehindPaper(report.Comparison, baseline))
            {
                Rows(list, report.Comparison, baseline);
            }
        }

        if (report.Serving.LlamaServer is { Latency: < BenchTargets.ServerLatency } server)
        {
            list.AppendLine(
                CultureInfo.InvariantCulture,
                $"- **Latency beside plain `llama-server`**: it too computes a text once for the requests of its first slot, and one document at a time leaves nothing to pack. Where steps are shared it is {Times(server.Throughput)}.");
        }

        InFlight(list, report.Serving.InFlight);
        Goodput(list, report.Serving.Goodput);
        if (report is { Comparison.StepTimeError: > BenchTargets.StepTimeError, Serving.StepTimeNoise: { } noise })
        {
            list.AppendLine(
                CultureInfo.InvariantCulture,
                $"- **Step times**: with all cores busy, a step is {Percent(noise)} away from the mean of the sixteen equal ones before it; so much of the error is this machine's, which no model can foretell.");
        }

        return list.ToString();
    }

    /// <summary>The reason for a missed latency ratio on a machine where a step's time is mostly that of its rows: fewer steps save little.</summary>
    private static void Rows(StringBuilder list, ComparisonResult comparison, string baseline)
    {
        LatencyResult[] ours = [.. comparison.Datasets.Select(dataset => comparison.BestLatency(dataset.Name, PadenerOptions.DefaultName)).OfType<LatencyResult>()];
        LatencyResult[] theirs = [.. comparison.Datasets.Select(dataset => comparison.BestLatency(dataset.Name, baseline)).OfType<LatencyResult>()];
        if (ours.Length == 0 || theirs.Length == 0)
        {
            return;
        }

        double steps = theirs.Average(static result => result.StepsPerDocument) / ours.Average(static result => result.StepsPerDocument);
        double rows = theirs.Average(static result => result.TokensPerDocument) / ours.Average(static result => result.TokensPerDocument);
        list.AppendLine(
            CultureInfo.InvariantCulture,
            $"- **Latency beside `{baseline}`**: it takes {Times(steps)} as many steps, but only {Times(rows)} as many rows, since everybody computes the text. The paper's GPU computes the rows of a step for next to nothing; where rows cost, the ratio lies between the two.");
    }

    private static void InFlight(StringBuilder list, InFlightFigures? found)
    {
        if (found is not null && (found.Throughput < BenchTargets.InFlightThroughput || found.ServiceTime > BenchTargets.InFlightServiceTime))
        {
            list.AppendLine(
                CultureInfo.InvariantCulture,
                $"- **Documents in decoding**: the rounds of the best fixed number are {Percent(found.RoundsApart)} apart, and within 3 % of it are {string.Join(", ", found.AsGood)}: which of them is called the best is chance, and so are the number's latency and the last few percent.");
        }
    }

    private static void Goodput(StringBuilder list, GoodputShares? goodput)
    {
        if (goodput is null || Math.Min(goodput.Poisson, goodput.Bursty) >= BenchTargets.GoodputShare || goodput.Objective == TimeSpan.Zero)
        {
            return;
        }

        string others = goodput.OverBestOther is { } ratio ? $" In documents per second it is {Times(ratio)} that of the best other system, each held to its own objective." : string.Empty;
        list.AppendLine(
            CultureInfo.InvariantCulture,
            $"- **Goodput**: the objective is five times our own median with nothing else to do, {Number(goodput.Objective.TotalMilliseconds)} ms, and with nothing else to do the longest texts take {Number(goodput.Unloaded.P99)} ms (p99) of it, on all cores. Under load lanes work side by side and lend each other nothing, so these are late first.{others}");
    }
}
