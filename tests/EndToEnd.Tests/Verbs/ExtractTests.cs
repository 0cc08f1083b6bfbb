using System.Globalization;
using System.Text.Json;
using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class ExtractTests
{
    private static readonly string[] Texts =
    [
        "Marta Lindqvist of Norrsken Turbines flew from Gothenburg to Osaka.",
        "Zoë and Björn climbed Ben Nevis. 🏔️ They live in London.",
        "Nothing to report today: the weather was fine.",
        "The European Commission fined a Danish brewer in Slovakia, Hungary and Austria.",
    ];

    [Fact]
    public async Task Results_come_in_order_with_offsets_that_fit_and_twice_the_same()
    {
        SkipWithoutModel();
        string input = Jsonl(24);

        VerbResult first = await Verb.RunAsync(input, "extract", "--model", "small", "--input", "-", "--output", "-", "--no-timing");
        VerbResult second = await Verb.RunAsync(input, "extract", "--model", "small", "--input", "-", "--output", "-", "--no-timing");

        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        Assert.Equal(24, first.Lines.Length);
        for (int i = 0; i < 24; i++)
        {
            using JsonDocument result = JsonDocument.Parse(first.Lines[i]);
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), result.RootElement.GetProperty("id").GetString());
            Assert.All(result.RootElement.GetProperty("entities").EnumerateArray(), entity => Assert.Equal(
                entity.GetProperty("text").GetString(),
                CodePoints(Texts[i % Texts.Length], entity.GetProperty("start").GetInt32(), entity.GetProperty("end").GetInt32())));
        }
    }

    [Fact]
    public async Task With_one_document_in_flight_the_number_of_lanes_changes_no_byte()
    {
        SkipWithoutModel();
        string input = Jsonl(16);
        string[] verb = ["extract", "--model", "small", "--input", "-", "--output", "-", "--no-timing", "--set", "Batching:DocumentsInFlight=1"];

        VerbResult one = await Verb.RunAsync(input, [.. verb, "--set", "Batching:Lanes=1"]);
        VerbResult three = await Verb.RunAsync(input, [.. verb, "--set", "Batching:Lanes=3"]);

        Assert.Equal(16, one.Lines.Length);
        Assert.Equal((0, one.Output), (three.ExitCode, three.Output));
    }

    [Fact]
    public async Task The_default_model_finds_something()
    {
        SkipWithoutModel();

        VerbResult result = await Verb.RunAsync(Jsonl(16), "extract", "--input", "-", "--output", "-");

        Assert.Contains("\"timing\":{", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains(result.Lines, static line => line.Contains("\"label\":", StringComparison.Ordinal));
        Assert.Contains("16 documents", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_a_line_and_of_the_command_line_are_respected()
    {
        SkipWithoutModel();

        VerbResult result = await Verb.RunAsync(
            "{\"text\":\"Ada in Paris\"}\n{\"text\":\"Ada in Paris\",\"labels\":[\"ORG\"]}\n", "extract", "--input", "-", "--output", "-", "--labels", "LOC,PER");

        Assert.Contains("\"labels\":[\"LOC\",\"PER\"]", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains("\"labels\":[\"ORG\"]", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_the_model_was_not_trained_for_is_a_clear_error()
    {
        SkipWithoutModel();

        VerbResult result = await Verb.RunAsync("x\n", "extract", "--input", "-", "--output", "-", "--model", "small", "--labels", "PRE");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("was not trained for label 'PRE'", result.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'PER'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_line_ends_it_with_code_2_after_the_results_before_it()
    {
        SkipWithoutModel();

        VerbResult result = await Verb.RunAsync("{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\n{\"text\":\"four\"}\n", "extract", "--input", "-", "--output", "-", "--quiet");

        Assert.Equal((2, 2), (result.ExitCode, result.Lines.Length));
        Assert.Matches("^padener extract: standard input, line 3: .+ \\(malformed_json\\)\\. --skip-bad leaves such lines out\\.$", result.Error.TrimEnd());
    }

    [Fact]
    public async Task Bad_lines_are_left_out_when_asked_and_listed()
    {
        SkipWithoutModel();

        VerbResult result = await Verb.RunAsync("{\"text\":\"one\"}\n[]\n\n{\"text\":null}\n{\"text\":\"five\"}\n", "extract", "--input", "-", "--output", "-", "--skip-bad");

        Assert.Equal((0, 2), (result.ExitCode, result.Lines.Length));
        Assert.Contains("skipped line 2:", result.Error, StringComparison.Ordinal);
        Assert.Contains("skipped line 4:", result.Error, StringComparison.Ordinal);
        Assert.Contains("2 bad lines skipped", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_point", 18, 27)]
    [InlineData("utf16", 18, 27)]
    [InlineData("utf8", 20, 29)]
    public async Task Offsets_count_what_they_are_asked_to_count(string unit, int start, int end)
    {
        SkipWithoutModel();

        VerbResult result = await Verb.RunAsync(
            "{\"text\":\"Zoë and Björn saw Ben Nevis.\"}", "extract", "--input", "-", "--output", "-", "--offset-unit", unit, "--no-timing");

        Assert.Contains($"\"offset_unit\":\"{unit}\"", result.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.All(
            json.RootElement.GetProperty("entities").EnumerateArray().Where(static entity => entity.GetProperty("text").GetString() == "Ben Nevis"),
            entity => Assert.Equal((start, end), (entity.GetProperty("start").GetInt32(), entity.GetProperty("end").GetInt32())));
    }

    [Fact]
    public async Task Files_are_read_and_written()
    {
        SkipWithoutModel();
        string folder = Directory.CreateTempSubdirectory("padener").FullName;
        try
        {
            string input = Path.Combine(folder, "in.txt");
            string output = Path.Combine(folder, "out.jsonl");
            await File.WriteAllTextAsync(input, string.Join('\n', Texts), TestContext.Current.CancellationToken);

            VerbResult result = await Verb.RunAsync(null, "extract", "--input", input, "--output", output);

            Assert.Equal((0, string.Empty), (result.ExitCode, result.Output));
            Assert.Equal(Texts.Length, (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Length);
            Assert.Equal(2, (await Verb.RunAsync(null, "extract", "--input", input, "--output", input)).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_error()
    {
        SkipWithoutModel();
        using var process = Verb.Start("extract", "--input", "-", "--output", "-");
        _ = process.StandardInput.WriteAsync(Jsonl(3000)).ContinueWith(_ => process.StandardInput.Close(), TaskScheduler.Default);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        process.StandardOutput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal((0, string.Empty), (process.ExitCode, await error));
    }

    private static void SkipWithoutModel() => Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);

    private static string Jsonl(int count) => string.Concat(Enumerable.Range(0, count).Select(static i =>
        $"{{\"id\":\"{i}\",\"text\":{JsonSerializer.Serialize(Texts[i % Texts.Length])}}}\n"));

    private static string CodePoints(string text, int start, int end) =>
        string.Concat(text.EnumerateRunes().Skip(start).Take(end - start).Select(static rune => rune.ToString()));
}
