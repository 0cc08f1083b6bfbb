using System.Text.Json;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Suites;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Testing.Builders;

namespace PaDeNer.Benchmarking.Tests.Suites;

public class ComparisonSuiteTests
{
    private static readonly BenchSettings Settings = new(6, 2, 12, 2, 1, 1) { InFlight = 4, BlockDocuments = 2, SettleTime = TimeSpan.Zero };
    private static readonly MachineDescription Machine = new(
        "processor", 2, 1 << 30, "system", "model", "00", "v1", "cpu", null, DateTimeOffset.UnixEpoch, "padener bench --quick");

    [Fact]
    public async Task A_run_gives_every_system_and_a_report_in_three_forms()
    {
        Workload workload = new Bench().Random(4, 12) with { Name = "conll03" };
        int decoded = 0;
        ComparisonResult result = await RunAsync(workload, Settings, () => Interlocked.Increment(ref decoded));
        BenchReport report = new(Machine, result, new ServingFigures { LlamaServerReason = "no server" });

        Assert.Equal(
            [Baselines.Augmented, Baselines.Structured, PadenerOptions.DefaultName, Baselines.Batch, Baselines.Slots],
            result.Latency.Select(static row => row.System).Distinct().Order(StringComparer.Ordinal));
        Assert.All(result.Latency, static row => Assert.True(row.Latency.P99 >= row.Latency.P50 && row.Documents == 6));
        Assert.True(decoded > 0 && decoded <= ComparisonSuite.Work(Settings, 2, [workload]), $"{decoded} decodings");
        CheckJson(BenchJson.Write(report));

        string page = BenchMarkdown.Write(report);
        Assert.Contains("padener bench --quick", page, StringComparison.Ordinal);
        Assert.All(result.Systems, system => Assert.Contains(system.Name, page, StringComparison.Ordinal));
        foreach ((string name, byte[] png) in BenchPictures.Draw(report))
        {
            Assert.Contains($"({BenchMarkdown.PictureFolder}/{name})", page, StringComparison.Ordinal);
            Assert.True(PngFile.SizeOf(png).Width > 1000);
        }
    }

    [Fact]
    public async Task Steps_and_tokens_are_the_same_in_every_run_and_shape()
    {
        Workload workload = new Bench().Random(5, 12);

        ComparisonResult first = await RunAsync(workload, Settings, static () => { });
        ComparisonResult second = await RunAsync(workload, Settings with { Rounds = 3, BlockDocuments = 3 }, static () => { });

        Assert.Equal(Counted(first), Counted(second));
    }

    [Fact]
    public async Task A_repeated_document_is_no_easier_for_slots_that_keep_prompts()
    {
        Workload workload = new Bench().AdaMetBob();

        ComparisonResult result = await RunAsync(workload, Settings with { Rounds = 5 }, static () => { });

        Assert.All(result.Latency.Where(static row => row.System == Baselines.Slots), static row => Assert.Equal(17, row.TokensPerDocument));
    }

    [Fact]
    public async Task A_budget_ends_rounds_for_all_alike()
    {
        Workload workload = new Bench().Random(6, 12);

        ComparisonResult result = await RunAsync(workload, Settings with { Budget = TimeSpan.FromTicks(1) }, static () => { });

        Assert.All(result.Latency, row => Assert.Equal(Settings.BlockDocuments, row.Documents));
    }

    private static Task<ComparisonResult> RunAsync(Workload workload, BenchSettings settings, Action done) =>
        new ComparisonSuite(new Bench().Source(), new PadenerOptions { Configuration = new EngineConfiguration(2, 1) }, settings, static _ => { }, done)
            .RunAsync([workload], TestContext.Current.CancellationToken);

    private static HashSet<(string, double, double)> Counted(ComparisonResult result) =>
        [.. result.Latency.Select(static row => (row.System, row.StepsPerDocument, row.TokensPerDocument))];

    private static void CheckJson(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement root = json.RootElement;
        JsonElement ratios = root.GetProperty("ratios");
        foreach (string baseline in (string[])[Baselines.Structured, Baselines.Augmented])
        {
            double mean = ratios.GetProperty(baseline).GetProperty("mean").GetDouble();
            Assert.Equal(mean, ratios.GetProperty(baseline).GetProperty("conll03").GetDouble()); // of one dataset
            Assert.True(mean > 0);
        }

        Assert.True(ratios.GetProperty(Baselines.Batch).GetDouble() > 0);
        Assert.True(ratios.GetProperty(Baselines.Slots).GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, ratios.GetProperty("llama-server").ValueKind);
        Assert.Equal("no server", ratios.GetProperty("llama-server-reason").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("goodput").ValueKind);
        Assert.InRange(root.GetProperty("host_share").GetDouble(), 0, 1);
        Assert.True(root.GetProperty("allocated_bytes_per_step").GetDouble() >= 0);
        Assert.Equal(JsonValueKind.Number, root.GetProperty("step_time_error").ValueKind);
        Assert.Equal(["ratios", "goodput"], root.EnumerateObject().Take(2).Select(static property => property.Name));
    }
}
