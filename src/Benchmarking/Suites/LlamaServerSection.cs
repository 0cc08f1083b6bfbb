using System.Text;
using System.Text.Json;
using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>The section on llama-server.</summary>
internal static class LlamaServerSection
{
    public static ReportSection Of(LlamaServerResult result, IReadOnlyList<LlamaServerTrial> trials, string version, string dataset)
    {
        StringBuilder text = new();
        text.AppendLine($"""
            On {dataset}, the same model file and machine, in one run and in turns; {version} of Debian sid. Each label's count prompt and
            each mention prompt is a request of its own over kept connections, a label's mentions as soon as its count has answered. A
            server's answers cannot be forced: each request asks for exactly as many tokens as a perfect model would answer, and what they
            are is not looked at. "Plain" starts the server with `{string.Join(' ', LlamaServerSettings.Plain(1).Flags.TakeWhile(static flag => flag != "-t"))}`
            and 16 slots; "tuned" is the fastest of the ways in the last table. Loaded: documents arrive at 70 % of what the tuned server
            can do, {Number(result.LoadedRate)} a second, the same arrivals for all.

            """);
        LlamaServerEntry[] entries = [result.Ours, result.Plain, result.Tuned];
        text.Append(Systems(entries)).AppendLine().Append(Ratios(result));
        text.AppendLine().AppendLine("How fast each build evaluates this model, whatever is done with it: steps of 128 rows on an empty cache, and steps of one row.");
        text.AppendLine().Append(RawRates(result.RawRates));
        text.AppendLine().AppendLine("Ways to start and ask the server that were tried, 16 documents in flight:").AppendLine().Append(Trials(trials));
        return new ReportSection("Beside llama-server", text.ToString(), [], JsonSerializer.Serialize(new { Result = result, Trials = trials }));
    }

    private static BenchTable Systems(LlamaServerEntry[] entries)
    {
        BenchTable table = new(
            "system", "one in flight: mean, ms", "p50, ms", "p99, ms", "saturated: docs/s", "in flight", "tokens a document", "loaded, Poisson: p50, ms", "p99, ms", "bursty: p99, ms");
        foreach (LlamaServerEntry entry in entries)
        {
            LatencySummary alone = entry.Unloaded.Latency;
            table.Row(
                $"`{entry.System}`",
                Number(alone.Mean),
                Number(alone.P50),
                Number(alone.P99),
                Number(entry.Saturated.DocumentsPerSecond),
                Number(entry.Saturated.InFlight),
                Number(entry.Saturated.TokensPerDocument),
                Number(entry.Loaded[0].Latency.P50),
                Number(entry.Loaded[0].Latency.P99),
                Number(entry.Loaded[1].Latency.P99));
        }

        return table;
    }

    private static BenchTable Ratios(LlamaServerResult result)
    {
        BenchTable table = new("ours is better by", "latency, one in flight", "docs/s, saturated", "p99, loaded");
        foreach (LlamaServerEntry baseline in (LlamaServerEntry[])[result.Plain, result.Tuned])
        {
            table.Row($"`{baseline.System}`", Times(result.LatencyRatio(baseline)), Times(result.ThroughputRatio(baseline)), Times(result.P99Ratio(baseline)));
        }

        return table;
    }

    private static BenchTable RawRates(IReadOnlyList<RawRate> rates)
    {
        BenchTable table = new("build", "threads", "128 rows a step, rows/s", "one row a step, rows/s");
        foreach (RawRate rate in rates)
        {
            table.Row(rate.Build, Number(rate.Threads), Number(rate.PrefillRowsPerSecond), Number(rate.SingleRowsPerSecond));
        }

        return table;
    }

    private static BenchTable Trials(IReadOnlyList<LlamaServerTrial> trials)
    {
        BenchTable table = new("way", "docs/s", "p50, ms", "p99, ms", "tokens a document");
        foreach (LlamaServerTrial trial in trials)
        {
            string way = trial.Reason is null ? trial.Settings.Description : $"{trial.Settings.Description}: did not run";
            table.Row(
                way,
                Number(trial.Result?.DocumentsPerSecond),
                Number(trial.Result?.Latency.P50),
                Number(trial.Result?.Latency.P99),
                Number(trial.Result?.TokensPerDocument));
        }

        return table;
    }
}
