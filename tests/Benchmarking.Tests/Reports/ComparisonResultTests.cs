using System.Text.Json;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Tests.Reports;

public class ComparisonResultTests
{
    private static readonly MachineDescription Machine = new(
        "processor", 2, 1 << 30, "system", "model", "00", "v1", "cpu", null, DateTimeOffset.UnixEpoch, "padener bench --quick");

    private static readonly ComparisonResult Result = new()
    {
        Datasets = [Dataset("a"), Dataset("b")],
        Latency =
        [
            Latency("a", PadenerOptions.DefaultName, 10), Latency("a", Baselines.Structured, 50), Latency("a", Baselines.Structured, 40),
            Latency("b", PadenerOptions.DefaultName, 30), Latency("b", Baselines.Structured, 60),
        ],
        Throughput =
        [
            Throughput("a", PadenerOptions.DefaultName, 100, 0.02), Throughput("a", Baselines.Batch, 20, 0.5), Throughput("a", Baselines.Batch, 50, 0.5),
            Throughput("b", PadenerOptions.DefaultName, 200, 0.04), Throughput("b", Baselines.Batch, 100, 0.5),
        ],
        AblationLatency = [],
        AblationThroughput = [],
        Systems = [],
    };

    [Fact]
    public void Of_two_shapes_the_better_one_counts()
    {
        Assert.Equal(4.0, Result.LatencyRatio("a", Baselines.Structured));
        Assert.Equal(2.0, Result.ThroughputRatio("a", Baselines.Batch));
    }

    [Fact]
    public void A_mean_ratio_is_that_of_the_means()
    {
        Assert.Equal((40.0 + 60) / (10 + 30), Result.MeanLatencyRatio(Baselines.Structured));
        Assert.Equal(((1 / 50.0) + (1 / 100.0)) / ((1 / 100.0) + (1 / 200.0)), Result.MeanThroughputRatio(Baselines.Batch)!.Value, 9);
        Assert.Equal(0.03, Result.HostShare!.Value, 9);
    }

    [Fact]
    public void What_was_not_measured_is_null()
    {
        Assert.Null(Result.MeanLatencyRatio(Baselines.Augmented));
        Assert.Null(Result.LatencyRatio("c", Baselines.Structured));
        Assert.Null(Result.StepTimeError);
    }

    [Fact]
    public void A_report_says_why_targets_were_missed_and_what_was_not_measured()
    {
        ServingFigures loaded = new()
        {
            LlamaServer = new LlamaServerRatios(4.5, 7, 4, 2, double.NaN),
            InFlight = new InFlightFigures(0.96, 1.1) { RoundsApart = 0.08, AsGood = [2, 4] },
            Goodput = new GoodputShares(0.2, 0.1, 2) { Objective = TimeSpan.FromMilliseconds(25), Unloaded = new LatencySummary(9, 5, 5, 9, 16, 17) },
        };

        string missed = BenchReasons.List(new BenchReport(Machine, Result, loaded));
        Assert.Contains(Baselines.Structured, missed, StringComparison.Ordinal);
        Assert.DoesNotContain(Baselines.Augmented, missed, StringComparison.Ordinal); // not measured
        Assert.Contains("llama-server", missed, StringComparison.Ordinal);
        Assert.Contains("8.0 % apart, and within 3 % of it are 2, 4", missed, StringComparison.Ordinal);
        Assert.Contains("25.0 ms", missed, StringComparison.Ordinal);
        Assert.Contains("16.0 ms", missed, StringComparison.Ordinal);

        ServingFigures met = new() { LlamaServer = new LlamaServerRatios(6, 7, 4, 2, 2), Goodput = new GoodputShares(0.9, 0.9, 2), LlamaServerReason = "no root", InFlight = new InFlightFigures(0.98, 1.2) };
        BenchReport report = new(Machine, Result with { Latency = [Latency("a", PadenerOptions.DefaultName, 10), Latency("a", Baselines.Structured, 50)] }, met);
        Assert.Empty(BenchReasons.List(report));
        Assert.Contains("llama-server was not measured: no root.", BenchMarkdown.Summary(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_says_what_must_be_known_of_its_data()
    {
        BenchReport report = new(Machine, Result, new ServingFigures()) { Data = new DataDescription("config/sets", "a small sample") };

        Assert.StartsWith("Data: `config/sets`, a small sample.", BenchMarkdown.Summary(report), StringComparison.Ordinal);
        Assert.Contains("| data | `config/sets`, a small sample |", BenchMarkdown.Write(report), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(BenchJson.Write(report));
        Assert.Equal(("config/sets", "a small sample"), (json.RootElement.GetProperty("data").GetString(), json.RootElement.GetProperty("data_note").GetString()));
    }

    [Fact]
    public void A_report_over_data_that_was_named_begins_with_its_tables()
    {
        BenchReport report = new(Machine, Result, new ServingFigures()) { Data = new DataDescription("mine", null) };

        Assert.DoesNotContain("mine", BenchMarkdown.Summary(report), StringComparison.Ordinal);
        Assert.Contains("| data | `mine` |", BenchMarkdown.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_is_no_number_is_null_for_programs()
    {
        ServingFigures figures = new() { LlamaServer = new LlamaServerRatios(4.5, 7, 4, 2, double.NaN) };

        using JsonDocument json = JsonDocument.Parse(BenchJson.Write(new BenchReport(Machine, Result, figures)));

        JsonElement server = json.RootElement.GetProperty("ratios").GetProperty("llama-server");
        Assert.Equal((4.5, 7, 0.25), (server.GetProperty("latency").GetDouble(), server.GetProperty("throughput").GetDouble(), server.GetProperty("p99").GetDouble()));
        Assert.Equal(JsonValueKind.Null, server.GetProperty("tuned_throughput").ValueKind);
    }

    private static DatasetResult Dataset(string name) => new(name, 1, 1, 1, 1, false, new WorkloadLosses(1, 0, 0, 1, 0), 1, 1, 1);

    private static LatencyResult Latency(string dataset, string system, double mean) =>
        new(dataset, system, "1 x 1 thread", 1, new LatencySummary(1, mean, mean, mean, mean, mean), 1, 1, 1);

    private static ThroughputResult Throughput(string dataset, string system, double rate, double host) =>
        new(dataset, system, "1 x 1 thread", 1, rate, 1, 1, host, 0);
}
