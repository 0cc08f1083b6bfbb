using System.Text.Json;
using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class BenchTests
{
    private static readonly string[] Lines =
    [
        """{"text":"Ada Lovelace met Charles Babbage in London.","entities":[{"label":"PER","start":0,"end":12,"text":"Ada Lovelace"},{"label":"PER","start":17,"end":32,"text":"Charles Babbage"},{"label":"LOC","start":36,"end":42,"text":"London"}]}""",
        """{"text":"The two wrote to each other for years.","entities":[]}""",
        """{"text":"Byron left England for Greece.","entities":[{"label":"PER","start":0,"end":5,"text":"Byron"},{"label":"LOC","start":11,"end":18,"text":"England"},{"label":"LOC","start":23,"end":29,"text":"Greece"}]}""",
    ];

    [Fact]
    public async Task A_small_run_prints_tables_and_writes_its_files()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);
        using TemporaryDirectory folder = new();
        string data = Path.Combine(folder.Path, "data", "conll03");
        Directory.CreateDirectory(data);
        await File.WriteAllLinesAsync(Path.Combine(data, "dev.jsonl"), Lines, TestContext.Current.CancellationToken);
        string json = Path.Combine(folder.Path, "bench.json");
        string report = Path.Combine(folder.Path, "report");

        VerbResult result = await Verb.RunAsync(
            null, "bench", "--quick", "--documents", "2", "--data", Path.Combine(folder.Path, "data"), "--model", Verb.ModelFile!, "--json", json, "--report", report);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("conll03: autoreg-structured", result.Output, StringComparison.Ordinal);
        Assert.Contains("## Saturation and goodput", result.Output, StringComparison.Ordinal);
        Assert.Contains("llama-server was not measured: left out by --quick", result.Output, StringComparison.Ordinal);
        using JsonDocument written = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        Assert.True(written.RootElement.GetProperty("ratios").GetProperty("autoreg-structured").GetProperty("conll03").GetDouble() > 0);
        Assert.Equal(0, written.RootElement.GetProperty("allocated_bytes_per_step").GetDouble());
        Assert.InRange(written.RootElement.GetProperty("goodput").GetDouble(), 0, 1);
        Assert.Contains("bench --quick", await File.ReadAllTextAsync(Path.Combine(report, "performance.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(report, "images", "performance", "latency.png")));
        Assert.True(File.Exists(Path.Combine(report, "images", "performance", "load.png")));
    }

    private sealed class TemporaryDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("padener-bench-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
