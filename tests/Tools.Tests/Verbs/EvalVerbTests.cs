using System.Text.Json;
using PaDeNer.Testing.Builders;

namespace PaDeNer.Tools.Tests.Verbs;

public sealed class EvalVerbTests : IDisposable
{
    private const string Data =
        """
        {"text":"Ada Lovelace met Charles Babbage in London.","entities":[{"label":"PER","start":0,"end":12},{"label":"PER","start":17,"end":32},{"label":"LOC","start":36,"end":42}],"labels":["PER","LOC"]}
        {"text":"Reuters reported from Paris.","entities":[{"label":"ORG","start":0,"end":7},{"label":"LOC","start":22,"end":27}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("max-probability", 5, 0.6, 0)]
    [InlineData("none", 7, 0.6667, 2)]
    public async Task Predictions_made_elsewhere_are_scored_without_a_model(string policy, int given, double f1, int duplicates)
    {
        (int code, string output, string error) = await VerbProcess.RunAsync(
            "eval", "--predictions", _folder.Write("p.jsonl", HandMadeFile.Lines), "--dedup", policy, "--overlap", "allow", "--json");
        JsonElement report = JsonDocument.Parse(output).RootElement;

        Assert.Equal((0, string.Empty), (code, error));
        JsonElement micro = report.GetProperty("strings").GetProperty("micro");
        Assert.Equal((5, given), (micro.GetProperty("gold").GetInt32(), micro.GetProperty("given").GetInt32()));
        Assert.Equal(f1, micro.GetProperty("f1").GetDouble(), 4);
        Assert.Equal(7, report.GetProperty("strings").GetProperty("without_deduplication").GetProperty("given").GetInt32());
        Assert.Equal(duplicates, report.GetProperty("duplicates").GetProperty("after").GetInt32());
    }

    [Fact]
    public async Task Tables_are_aligned_and_a_report_folder_holds_the_pictures()
    {
        (int code, string output, _) = await VerbProcess.RunAsync(
            "eval", "--predictions", _folder.Write("p.jsonl", HandMadeFile.Lines), "--report", _folder["deep/report"]);

        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        string head = lines.First(static line => line.StartsWith("label ", StringComparison.Ordinal));
        string micro = lines.First(static line => line.StartsWith("micro ", StringComparison.Ordinal));
        Assert.Equal(head.Length, micro.Length);
        Assert.EndsWith("0.6000", micro, StringComparison.Ordinal);
        Assert.Equal(
            ["calibration.png", "confusion.png", "report.json"],
            Directory.GetFiles(_folder["deep/report"]).Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--format says how an annotated file is written; name the file (--data)", "eval", "--format", "conll")]
    [InlineData("name either an annotated file", "eval", "--data", "p.jsonl", "--predictions", "p.jsonl")]
    [InlineData("there is no file", "eval", "--predictions", "missing.jsonl")]
    [InlineData("--perturb-count asks the model", "eval", "--predictions", "p.jsonl", "--perturb-count", "-1")]
    [InlineData("--perturb-count: Argument '2' not recognized. Must be one of: '-1' '+1'.", "eval", "--predictions", "p.jsonl", "--perturb-count", "2")]
    [InlineData("report.json of --report and --predictions are the same file", "eval", "--predictions", "report.json", "--report", ".")]
    [InlineData("--limit", "eval", "--predictions", "p.jsonl", "--limit", "0")]
    [InlineData("line 1: the line has no 'predictions'", "eval", "--predictions", "d.jsonl")]
    [InlineData("line 1: the text of entity 1 is not what stands at its offsets", "eval", "--data", "bad.jsonl")]
    public async Task What_is_wrong_exits_2_with_one_line(string reason, params string[] arguments)
    {
        _folder.Write("p.jsonl", HandMadeFile.Lines);
        _folder.Write("d.jsonl", Data);
        _folder.Write("report.json", HandMadeFile.Lines);
        _folder.Write("bad.jsonl", """{"text":"Ada","entities":[{"label":"PER","start":0,"end":2,"text":"Ada"}]}""");
        string[] placed = [.. arguments.Select(argument => argument.EndsWith(".jsonl", StringComparison.Ordinal) || argument is "." or "report.json" ? _folder[argument] : argument)];

        (int code, string output, string error) = await VerbProcess.RunAsync(placed);

        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_model_is_asked_and_gives_the_same_figures_again()
    {
        VerbProcess.RequireModel();
        string data = _folder.Write("d.jsonl", Data);

        (int code, string first, string error) = await VerbProcess.RunAsync("eval", "--data", data, "--json");
        (_, string second, _) = await VerbProcess.RunAsync("eval", "--data", data, "--json", "--quiet");

        Assert.True(code == 0, error);
        Assert.Equal(first, second);
        JsonElement report = JsonDocument.Parse(first).RootElement;
        Assert.Equal(2, report.GetProperty("texts").GetInt32());
        Assert.Equal(5, report.GetProperty("strings").GetProperty("micro").GetProperty("gold").GetInt32());

        // The first text is annotated for two labels, the second for all of the file: PER, LOC and, of the first, not ORG.
        Assert.Equal(5, report.GetProperty("counts").GetProperty("all").GetProperty("asked").GetInt32());
    }

    [Fact]
    public async Task Without_data_the_sample_is_read_and_the_report_says_so()
    {
        VerbProcess.RequireModel();

        (int code, string output, string error) = await VerbProcess.RunAsync("eval", "--limit", "20");

        Assert.True(code == 0, error);
        Assert.Contains("config/samples/annotated/everyday/test.jsonl: 20 texts", output, StringComparison.Ordinal);
        Assert.Contains("no benchmark of quality", output, StringComparison.Ordinal);
        Assert.StartsWith("No --data, so this reads config/samples/annotated/everyday/test.jsonl: a small sample", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_told_wrong_on_purpose_change_what_is_given()
    {
        VerbProcess.RequireModel();
        string data = _folder.Write("d.jsonl", Data);
        int[] announced = new int[2];
        foreach ((string perturbation, int index) in new[] { ("-1", 0), ("+1", 1) })
        {
            (int code, string output, string error) = await VerbProcess.RunAsync("eval", "--data", data, "--json", "--dedup", "none", "--perturb-count", perturbation);
            Assert.True(code == 0, error);
            announced[index] = JsonDocument.Parse(output).RootElement.GetProperty("strings").GetProperty("micro").GetProperty("given").GetInt32();
        }

        Assert.True(announced[0] < announced[1]);
    }

    [Fact]
    public async Task Labels_the_model_was_not_trained_for_are_named_and_left_out()
    {
        VerbProcess.RequireModel();
        string data = _folder.Write("d.jsonl", """{"text":"p53 binds DNA.","entities":[{"label":"GENE","start":0,"end":3}]}""");

        (int code, string output, string error) = await VerbProcess.RunAsync("eval", "--model", "small", "--data", data);

        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains("annotated for GENE", error, StringComparison.Ordinal);
    }
}
