using System.Text;
using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Tests.Extraction;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Prompting;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Daemon.Tests.Commands;

/// <summary>Documents of extract that end with a fault: without numbers, where planning throws, where the result cannot be written.</summary>
public class FaultedDocumentsTests
{
    private const string Numberless = "Zyzzyva";
    private const string Unplannable = "This text makes the tokeniser throw.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ExtractTally _tally = new();

    [Fact]
    public async Task Extract_ends_at_a_document_without_numbers_after_the_results_before_it()
    {
        // More documents than queues hold: nobody may wait for a sink that has ended.
        string rest = string.Join('\n', Enumerable.Range(0, 2000).Select(static i => $"Document {i}."));

        (BadLine? bad, int results) = await ExtractAsync($"Ada met Bob.\n\n{Numberless} met Bob.\n{rest}", skipBad: false);

        Assert.Equal((3, "decoding_failed"), (bad!.Number, bad.Fault));
        Assert.Equal(1, results);
    }

    [Fact]
    public async Task Extract_leaves_such_documents_out_when_asked_and_counts_them()
    {
        (BadLine? bad, int results) = await ExtractAsync($"Ada met Bob.\n{Numberless} met Bob.\nBob.\n{Unplannable}\nAda.", skipBad: true);

        Assert.Null(bad);
        Assert.Equal(3, results);
        Assert.Equal([(2, "decoding_failed"), (4, "planning_failed")], _tally.BadLines.Select(static line => (line.Number, line.Fault)));
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_a_bad_line()
    {
        Channel<JobOutcome> outcomes = Channel.CreateUnbounded<JobOutcome>();
        LinesInFlight lines = new();
        foreach (JobOutcome outcome in (JobOutcome[])[Given.Found(new JobTicket(0)), Given.Unwritable(new JobTicket(1)), Given.Found(new JobTicket(2))])
        {
            lines.Add(outcome.Ticket.Value, outcome.Ticket.Value + 10);
            outcomes.Writer.TryWrite(outcome);
        }

        outcomes.Writer.Complete();
        using MemoryStream output = new();

        BadLine? bad = await new ResultSink(Settings(skipBad: true), lines, _tally).RunAsync(outcomes.Reader, output, TestContext.Current.CancellationToken);

        Assert.Null(bad);
        Assert.Equal(2, _tally.Documents);
        Assert.Equal((11, "writing_failed"), (_tally.BadLines[0].Number, _tally.BadLines[0].Fault));
    }

    private static Extractor Create() => TestExtractor.Create(
        lanes: 2,
        engine: static () => NumberlessEngine.Create(new TestModel(), Numberless),
        tokenizer: static inner => new PoisonedTokenizer(inner, Unplannable, static () => new InvalidOperationException("A defect.")));

    private static ExtractSettings Settings(bool skipBad) => new()
    {
        Reading = new DocumentReaderSettings { Format = InputFormat.Text, Limits = new InputLimits { RecordBytes = 1000 } },
        SkipBad = skipBad,
        Batching = new BatchingOptions().FillingBeforeStep(),
        IncludeTiming = false,
        Writer = new EntityWriter(new ModelIdentity("test", "00ff"), OffsetUnit.CodePoint, includeText: false),
    };

    private async Task<(BadLine? Bad, int Results)> ExtractAsync(string input, bool skipBad)
    {
        using Extractor extractor = Create();
        using MemoryStream lines = new(Encoding.UTF8.GetBytes(input));
        using MemoryStream output = new();
        BadLine? bad = await ExtractRun.RunAsync(extractor, Settings(skipBad), lines, output, _tally, TimeProvider.System, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (bad, output.ToArray().Count(static value => value == '\n'));
    }
}
