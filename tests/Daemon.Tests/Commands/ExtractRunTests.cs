using System.Text;
using System.Text.Json;
using PaDeNer.Batching;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Tests.Extraction;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Daemon.Tests.Commands;

public class ExtractRunTests
{
    private readonly ExtractTally _tally = new();

    [Fact]
    public async Task Results_come_in_input_order_whatever_the_lanes_do()
    {
        string input = string.Join('\n', Enumerable.Range(0, 200).Select(static i => $"Document {i} {string.Concat(Enumerable.Repeat("and London ", i % 17))}."));

        (BadLine? bad, string[] lines) = await Run(input, lanes: 3);

        Assert.Null(bad);
        Assert.Equal(Enumerable.Range(1, 200).Select(static i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), lines.Select(Id));
    }

    [Fact]
    public async Task Nothing_is_computed_that_nobody_asked_for()
    {
        // It fails at its first step.
        using Extractor extractor = TestExtractor.Create(engine: static () => new EndingEngine(new TestModel().NewEngine(), steps: 0));

        (BadLine? bad, string[] lines) = await Run("\n \n", extractor);

        Assert.Null(bad);
        Assert.Empty(lines);
        await Assert.ThrowsAnyAsync<EngineFaultException>(() => Run("one", extractor));
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes()
    {
        string input = string.Join('\n', Enumerable.Range(0, 100).Select(static i => $$"""{"id":"{{i}}","text":"Ada {{i}} met Charles in London.","labels":["PER","LOC"]}"""));

        string[] first = (await Run(input, lanes: 4)).Lines;

        Assert.Equal(100, first.Length);
        Assert.Equal(first, (await Run(input, lanes: 4)).Lines);
    }

    [Fact]
    public async Task A_bad_line_ends_the_run_after_the_results_before_it()
    {
        (BadLine? bad, string[] lines) = await Run("{\"text\":\"one\"}\n\n{\"text\":\"two\"}\n{\"txt\":\"three\"}\n{\"text\":\"four\"}", lanes: 2);

        Assert.Equal((4, "no_text"), (bad!.Number, bad.Fault));
        Assert.Equal(["1", "3"], lines.Select(Id));
    }

    [Fact]
    public async Task A_text_that_is_there_and_empty_has_an_empty_list_and_the_run_goes_on()
    {
        (BadLine? bad, string[] lines) = await Run("{\"text\":\"one\"}\n{\"text\":\"\"}\n{\"text\":\" \\n\"}\n{\"text\":\"four\"}", lanes: 2);

        Assert.Null(bad);
        Assert.Equal(["1", "2", "3", "4"], lines.Select(Id));
        Assert.All(lines[1..3], static line => Assert.Contains("\"entities\":[]", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[\n  {\"text\":\"one\"}\n]")]
    [InlineData("\uFEFF\n [ {\"text\":\"one\"}]")]
    [InlineData("[\"one\",\"two\"]")]
    [InlineData("[]")]
    public async Task A_JSON_array_is_not_taken_for_text(string input)
    {
        (BadLine? bad, string[] lines) = await Run(input, lanes: 2);

        Assert.Equal("malformed_json", bad?.Fault);
        Assert.Contains("begins like a JSON array", bad?.Reason, StringComparison.Ordinal);
        Assert.Empty(lines);
    }

    [Fact]
    public async Task A_bracket_begins_a_text_too()
    {
        Assert.Equal(2, (await Run("[1] Ada met Bob.\n[2] Bob left.", lanes: 2)).Lines.Length);
    }

    [Fact]
    public async Task What_is_wrong_with_a_line_names_one_line()
    {
        (BadLine? bad, _) = await Run("{\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"Lond", lanes: 2);

        Assert.Equal("line 2: not valid JSON at byte 23 (malformed_json)", bad?.ToString());
    }

    [Fact]
    public async Task Bad_lines_can_be_left_out_and_are_counted()
    {
        (BadLine? bad, string[] lines) = await Run("{\"text\":\"one\"}\nnonsense\n{\"text\":\"two\",\"labels\":[\"SHIP\"]}\n{\"text\":\"three\"}", lanes: 2, skipBad: true);

        Assert.Null(bad);
        Assert.Equal(["1", "4"], lines.Select(Id));
        Assert.Equal([(2, "malformed_json"), (3, "unknown_label")], _tally.BadLines.Select(static line => (line.Number, line.Fault)));
    }

    [Fact]
    public async Task Open_labels_that_cannot_be_asked_for_harm_their_own_line_only()
    {
        string tooMany = string.Join(',', Enumerable.Range(0, 65).Select(static i => $"\"label {i}\""));
        string[] input =
        [
            """{"text":"Ada sailed to Paris","labels":["ship","port of call"]}""",
            """{"text":"Ada","labels":["ship"," "]}""",
            """{"text":"Ada","labels":["ship","ship","Ship"]}""",
            $$"""{"text":"Ada","labels":[{{tooMany}}]}""",
            """{"text":"Ada","labels":["port_of_call","port of call"]}""",
            """{"text":"Ada"}""",
        ];
        using Extractor extractor = TestExtractor.CreateOpen(lanes: 2);

        (BadLine? bad, string[] lines) = await Run(string.Join('\n', input), extractor, skipBad: true);

        Assert.Null(bad);
        Assert.Equal(["1", "3", "6"], lines.Select(Id));
        Assert.Equal(
            [(2, "invalid_label"), (4, "too_many_labels"), (5, "invalid_label")], _tally.BadLines.Select(static line => (line.Number, line.Fault)));
        Assert.Contains("\"labels\":[\"ship\",\"port of call\"]", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"labels\":[\"ship\",\"Ship\"]", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"labels\":[\"PER\",\"LOC\"]", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain text\nand more", "Auto", 2)]
    [InlineData("  {\"text\":\"x\"}", "Auto", 1)]
    [InlineData("\uFEFF{\"text\":\"x\"}", "Auto", 1)]
    [InlineData("\uFEFF\n{\"text\":\"x\"}", "Auto", 1)]
    [InlineData("{\"text\":\"x\"}\n{ is no JSON here", "Text", 2)]
    public async Task The_first_line_says_what_all_are_unless_it_is_said(string input, string format, int documents)
    {
        (BadLine? bad, string[] lines) = await Run(input, lanes: 1, format: Enum.Parse<InputFormat>(format));

        Assert.Null(bad);
        Assert.Equal(documents, lines.Length);
    }

    [Fact]
    public async Task An_output_that_takes_no_more_ends_the_run()
    {
        string input = string.Join('\n', Enumerable.Range(0, 5000).Select(static i => $"Document {i}."));

        await Assert.ThrowsAsync<IOException>(() => Run(input, lanes: 2, output: new ClosedPipe()));
    }

    [Fact]
    public async Task Stopping_ends_the_run_though_the_input_has_no_end()
    {
        using CancellationTokenSource stop = new();
        using Extractor extractor = TestExtractor.Create(lanes: 2);
        using EndlessText input = new();
        Task run = ExtractRun.RunAsync(extractor, Settings(InputFormat.Text, skipBad: false), input, System.IO.Stream.Null, _tally, TimeProvider.System, stop.Token);
        while (_tally.Documents < 100)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private static string Id(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("id").GetString()!;
    }

    private static ExtractSettings Settings(InputFormat format, bool skipBad) => new()
    {
        Reading = new DocumentReaderSettings { Format = format, Limits = new InputLimits { RecordBytes = 1000 } },
        SkipBad = skipBad,
        Batching = new BatchingOptions().FillingBeforeStep(),
        IncludeTiming = false,
        Writer = new EntityWriter(new ModelIdentity("test", "00ff"), OffsetUnit.CodePoint, includeText: false),
    };

    private async Task<(BadLine? Bad, string[] Lines)> Run(
        string input, int lanes, bool skipBad = false, InputFormat format = InputFormat.Auto, System.IO.Stream? output = null)
    {
        using Extractor extractor = TestExtractor.Create(lanes);
        return await Run(input, extractor, skipBad, format, output);
    }

    private async Task<(BadLine? Bad, string[] Lines)> Run(
        string input, Extractor extractor, bool skipBad = false, InputFormat format = InputFormat.Auto, System.IO.Stream? output = null)
    {
        using MemoryStream results = new();
        using MemoryStream lines = new(Encoding.UTF8.GetBytes(input));
        BadLine? bad = await ExtractRun.RunAsync(
            extractor, Settings(format, skipBad), lines, output ?? results, _tally, TimeProvider.System, TestContext.Current.CancellationToken);
        return (bad, Encoding.UTF8.GetString(results.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed class ClosedPipe : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe", 32);
    }

    private sealed class EndlessText : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int written = 0;
            for (; written + 6 <= buffer.Length && written < 600; written += 6)
            {
                "Paris\n"u8.CopyTo(buffer.Span[written..]);
            }

            return ValueTask.FromResult(written);
        }
    }
}
