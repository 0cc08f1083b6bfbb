using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Tests.Systems;

public class PadenerSystemTests
{
    public static TheoryData<DecodingMode, int, bool, int> Ways => new()
    {
        { DecodingMode.Verbatim, 0, true, 1 },
        { DecodingMode.Verbatim, 4, true, 2 },
        { DecodingMode.Verbatim, 16, true, 1 },
        { DecodingMode.Verbatim, 4, false, 1 },
        { DecodingMode.Free, 0, true, 2 },
        { DecodingMode.Free, 0, false, 1 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Finds_exactly_what_is_annotated_whatever_the_engine_would_say(DecodingMode mode, int drafts, bool shares, int lanes)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            Bench bench = new();
            Workload workload = bench.Random(seed, 24);
            PadenerOptions options = new() { Mode = mode, DraftTokens = drafts, SharesText = shares, Configuration = new EngineConfiguration(lanes, 1), RowsPerStep = 48 };
            await using PadenerSystem ours = new(workload.Template, bench.Source(), options);

            // Each document twice, all at once: packed with others and with itself.
            IReadOnlyList<DocumentOutcome>[] outcomes = await Task.WhenAll(
                workload.Documents.Concat(workload.Documents).Select(document => ours.DecodeAsync(document, null, TestContext.Current.CancellationToken)));

            Assert.Equal(workload.Documents.Concat(workload.Documents).Select(Gold), outcomes.Select(Found));
            Assert.Equal(0, ours.Refused);
            Assert.True(workload.Documents.Sum(static document => document.MentionCount) > 20, "too few mentions to mean anything");
        }
    }

    [Theory]
    [InlineData(true, DecodingMode.Verbatim, true)]
    [InlineData(false, DecodingMode.Verbatim, true)]
    [InlineData(true, DecodingMode.Free, false)]
    public async Task A_template_in_words_is_made_to_find_the_same(bool forced, DecodingMode mode, bool shares)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Bench bench = new();
            Workload workload = bench.Random(seed, 24);
            PadenerOptions options = new() { Mode = mode, DraftTokens = 4, SharesText = shares, ForcedSeparator = forced };
            await using PadenerSystem ours = new(new TextTemplate(TextTemplateWording.PadellmEnglish, bench.Tokenizer), bench.Source(), options);

            IReadOnlyList<DocumentOutcome>[] outcomes = await Task.WhenAll(
                workload.Documents.Select(document => ours.DecodeAsync(document, null, TestContext.Current.CancellationToken)));

            Assert.Equal(workload.Documents.Select(Gold), outcomes.Select(Found));
            Assert.Equal(0, ours.Refused);
        }
    }

    [Theory]
    [InlineData(true, 3)] // text, prompts and counts; mentions; after Ada more might follow
    [InlineData(false, 4)]
    public async Task The_forced_separator_saves_a_template_in_words_a_step(bool forced, int steps)
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        TextTemplate words = new(TextTemplateWording.PadellmEnglish, bench.Tokenizer);
        await using PadenerSystem ours = new(words, bench.Source(), new PadenerOptions { ForcedSeparator = forced });

        await ours.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken);

        Assert.Equal(steps, ours.Counters.Steps);
    }

    [Theory]
    [InlineData(DecodingMode.Free, 12)]
    [InlineData(DecodingMode.Verbatim, 11)] // after Bob the text ends: nothing is asked
    public async Task A_document_takes_the_steps_and_rows_counted_by_hand(DecodingMode mode, int rows)
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        await using PadenerSystem ours = new(workload.Template, bench.Source(), new PadenerOptions { Mode = mode });

        await ours.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken);

        Assert.Equal((3, rows), (ours.Counters.Steps, ours.Counters.TokenEvaluations));
    }

    [Fact]
    public async Task A_label_by_itself_computes_the_text_anew()
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        await using PadenerSystem ours = new(workload.Template, bench.Source(), new PadenerOptions { Mode = DecodingMode.Free, SharesText = false });

        await ours.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken);

        Assert.Equal(12 + 4, ours.Counters.TokenEvaluations);
    }

    [Fact]
    public async Task A_failing_engine_fails_the_documents()
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        EngineSource source = bench.Source() with { Create = (_, _) => new FailingEngine() };
        await using PadenerSystem ours = new(workload.Template, source, new PadenerOptions());

        await Assert.ThrowsAnyAsync<Exception>(() => ours.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<Exception>(() => ours.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken));
    }

    private static string Gold(ForcedDocument document) => string.Join('\n', document.Labels
        .SelectMany(static label => label.Mentions.Select(mention => $"{label.Label.Name}: {mention.Text}")).Order(StringComparer.Ordinal));

    private static string Found(IReadOnlyList<DocumentOutcome> outcomes) => string.Join('\n', outcomes
        .SelectMany(static outcome => outcome.Entities!.Entities)
        .Select(static entity => $"{entity.Label.Name}: {entity.Text}").Order(StringComparer.Ordinal));
}
