using System.Diagnostics;

namespace PaDeNer.Tools.Tests.Verbs;

public sealed class ReformulateVerbTests : IDisposable
{
    private const string Conll = "-DOCSTART- O\n\nAda B-PER\nmet O\nBob B-PER\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Examples_go_to_the_file_and_a_summary_to_standard_error()
    {
        string input = _folder.Write("in.conll", Conll);

        (int code, string output, string error) = await VerbProcess.RunAsync(
            "reformulate", "--input", input, "--format", "conll", "--template", "compact-v1", "--output", _folder["out.jsonl"]);

        Assert.Equal((0, string.Empty), (code, output));
        Assert.Contains("1 texts, 2 examples, template compact-v1, labels PER", error, StringComparison.Ordinal);
        Assert.Equal(
            """
            {"prompt":"Ada met Bob<|label 1|>","completion":"<|count 2|><|mention 1|>Ada"}
            {"prompt":"Ada met Bob<|label 1|>","completion":"<|count 2|><|mention 2|>Bob"}

            """,
            await File.ReadAllTextAsync(_folder["out.jsonl"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dash_is_standard_output()
    {
        (int code, string output, string error) = await VerbProcess.RunAsync(
            "reformulate", "--input", _folder.Write("in.conll", Conll), "--format", "conll", "--template", "padellm-en", "--form", "tree", "--output", "-", "--quiet");

        Assert.Equal((0, string.Empty), (code, error));
        Assert.StartsWith("{\"head\":\"text:\\n\",\"text\":\"Ada met Bob\",\"branches\":[", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_write_to_the_same_file_afterwards_does_not_write_over_the_examples()
    {
        string input = _folder.Write("in.conll", Conll);
        string verb = $"dotnet exec '{VerbProcess.Executable}' reformulate --input '{input}' --format conll --template compact-v1 --output - --quiet";

        using Process shell = Process.Start("sh", ["-c", $"({verb}; {verb}; echo end) > '{_folder["out"]}'"]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        string[] lines = await File.ReadAllLinesAsync(_folder["out"], TestContext.Current.CancellationToken);
        Assert.Equal(5, lines.Length);
        Assert.Equal("end", lines[^1]);
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"entities\":[]}\nnonsense\n", "line 2: not valid JSON at byte")]
    [InlineData("{\"text\":\"a\",\"entities\":[]}\n", "no label at all")]
    public async Task Bad_input_exits_2_and_says_file_line_and_reason(string content, string reason)
    {
        string input = _folder.Write("bad.jsonl", content);

        (int code, string output, string error) = await VerbProcess.RunAsync("reformulate", "--input", input, "--template", "compact-v1", "--output", _folder["out"]);

        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData("there is no file", "--input", "missing.jsonl", "--template", "compact-v1", "--output", "-")]
    [InlineData("--template: Argument 'compact-v9' not recognized. Must be one of: 'compact-v1' ", "--input", "in.jsonl", "--template", "compact-v9", "--output", "-")]
    [InlineData("--output", "--input", "in.jsonl", "--template", "compact-v1")]
    [InlineData("no text of the input is annotated for label 'DATE'", "--input", "in.jsonl", "--template", "compact-v1", "--output", "-", "--labels", "PER,DATE")]
    [InlineData("there is no folder", "--input", "in.jsonl", "--template", "compact-v1", "--output", "missing/out")]
    [InlineData("--output and --input are the same file", "--input", "in.jsonl", "--template", "compact-v1", "--output", "in.jsonl")]
    public async Task A_wrong_command_line_exits_2_with_one_line(string reason, params string[] arguments)
    {
        _folder.Write("in.jsonl", "{\"text\":\"Ada\",\"entities\":[{\"label\":\"PER\",\"start\":0,\"end\":3}]}");
        string[] placed = [.. arguments.Select((argument, i) => i > 0 && arguments[i - 1] is "--input" or "--output" && argument != "-" ? _folder[argument] : argument)];

        (int code, _, string error) = await VerbProcess.RunAsync(["reformulate", .. placed]);

        Assert.Equal(2, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
