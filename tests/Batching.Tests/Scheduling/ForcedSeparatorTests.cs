using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Prompting;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>
/// Mentions that are begun before their count has ended change nothing but the number of steps. <see cref="PackedDecoder"/> compares the
/// ledger with the engine after every step and has everything returned at the end.
/// </summary>
public class ForcedSeparatorTests
{
    /// <summary>Small numbers first, as the double prefers what comes first; then what goes on with a number, ends it or is none.</summary>
    private static readonly string[] Pieces = ["1", "2", "\n", "0", "3", " ", "12", "2\n", "9", "x", "<", "\n<", "7"];

    public static TheoryData<string, string[], DecodingMode, int> Ways => new()
    {
        { "padellm-en", [], DecodingMode.Verbatim, 0 },
        { "padellm-en", [], DecodingMode.Free, 0 },
        { "padellm-zh", [], DecodingMode.Verbatim, 6 },
        { "padellm-en-paper", [], DecodingMode.Verbatim, 4 },
        { "padellm-en", ["12", "11"], DecodingMode.Verbatim, 0 }, // a number of one token where digits were decoded
        { "padellm-en", ["1\n", "2\n"], DecodingMode.Free, 0 }, // the separator is part of the number
        { "padellm-en-paper", ["\n<"], DecodingMode.Verbatim, 5 }, // the separator is part of the tag
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Documents_read_the_same_with_and_without_it_and_as_the_reference_reads_them(string template, string[] merges, DecodingMode mode, int drafts)
    {
        int mentions = 0, several = 0, dropped = 0;
        for (int seed = 0; seed < RunLength.Of(80, 2000); seed++)
        {
            PlanLimits limits = Limits(new Random(seed), drafts) with { CountAdjustment = seed % 8 == 5 ? 1 : seed % 8 == 6 ? -1 : 0 };
            (TestModel model, DocumentPlan[] forced, _) = Decode(seed, template, merges, mode, limits);
            (_, DocumentPlan[] stepwise, _) = Decode(seed, template, merges, mode, limits with { ForcedSeparator = false });

            foreach ((WindowPlan first, WindowPlan second) in forced.SelectMany(static plan => plan.Windows).Zip(stepwise.SelectMany(static plan => plan.Windows)))
            {
                ReferenceReading reading = PlanReading.Of(first);
                AssertSame(PlanReading.Of(second), reading, seed);
                AssertSame(model.Read(first), reading, seed);
                mentions += reading.Mentions.Count;
                several += reading.Counts.Count(static count => count > 9);
                dropped += Enumerable.Range(0, first.Labels.Count).Count(label => first.TokensDropped(label) > 0);
            }
        }

        Assert.True(mentions > 1000 && several > 20, $"Only {mentions} mentions and {several} counts of two digits were compared.");
        Assert.True(dropped > 20 || merges.Length > 0, $"Only {dropped} times were mentions dropped.");
    }

    [Fact]
    public void Entities_and_statistics_are_the_same_but_for_the_rows_evaluated()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            PlanLimits limits = Limits(new Random(seed), drafts: 0);
            (_, DocumentPlan[] forced, _) = Decode(seed, "padellm-en", [], DecodingMode.Verbatim, limits);
            (_, DocumentPlan[] stepwise, _) = Decode(seed, "padellm-en", [], DecodingMode.Verbatim, limits with { ForcedSeparator = false });

            Assert.Equal(stepwise.Select(Outcome), forced.Select(Outcome));
        }
    }

    [Fact]
    public void Rows_of_dropped_mentions_are_counted()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            (_, DocumentPlan[] plans, InMemoryEngine engine) = Decode(seed, "padellm-en", [], DecodingMode.Free, Limits(new Random(seed), drafts: 0));

            Assert.Equal(engine.RowsEvaluated, plans.Sum(static plan => Assemble(plan).Statistics.TokensEvaluated));
        }
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public void A_document_that_is_alone_takes_a_step_less(bool forced, int steps)
    {
        PlanLimits limits = new(ForcedSeparator: forced);
        TestModel model = new(1, new DecodingSettings(DecodingMode.Free, true, limits), templateName: "padellm-en");
        TokenId three = Piece(model, "3"), newline = Piece(model, "\n"), word = Piece(model, "x"), asks = model.Tokenizer.Tokenize("<num>")[^2];
        using InMemoryEngine engine = new(model.Capacity, (held, _, _) => new TokenChoice(
            held[^2] == asks ? three : held[^3] == asks && held[^1] == three ? newline : held[^1] == word ? model.Tokenizer.EndOfText : word, -0.1f, 1));
        DocumentPlan plan = model.Plan("some words");

        PackedDecoder.Run(model, [plan], new BatchingOptions(), engine: engine);

        Assert.All(plan.Windows[0].Counts, static count => Assert.Equal(3, count.Count));
        Assert.Equal(steps, engine.Steps);
    }

    [Theory]
    [InlineData(1)] // of the document: the digits, then the check, are no numbers
    [InlineData(2)]
    public void Logits_that_are_no_numbers_where_the_count_may_have_ended_are_a_fault_of_the_document(int at)
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Free, true, new PlanLimits()), templateName: "padellm-en");
        TokenId three = Piece(model, "3"), asks = model.Tokenizer.Tokenize("<num>")[^2];
        using InMemoryEngine engine = new(model.Capacity, (held, _, _) =>
        {
            int asked = held.LastIndexOf(asks) + 1 + at;
            return new TokenChoice(three, asked == held.Length ? float.NaN : -0.1f, 1);
        });
        DocumentPlan plan = model.Plan("some words");

        PackedDecoder.Run(model, [plan], new BatchingOptions(), engine: engine);

        Assert.True(plan.IsFaulted);
    }

    [Fact]
    public void Logits_of_mentions_that_nobody_asked_for_are_no_fault()
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Free, true, new PlanLimits()), templateName: "padellm-en");
        TokenId one = Piece(model, "1"), newline = Piece(model, "\n"), asks = model.Tokenizer.Tokenize("<num>")[^2];
        using InMemoryEngine engine = new(model.Capacity, (held, _, _) =>
        {
            int said = held.Length - held.LastIndexOf(asks) - 2;
            bool isOne = held.LastIndexOf(newline) is var last && held[last - 1] == one && held[last - 2] != one;
            return said < 2 ? new TokenChoice(one, -0.1f, 1)
                : said == 2 ? new TokenChoice(newline, -0.1f, 1)
                : new TokenChoice(model.Tokenizer.EndOfText, isOne ? float.NaN : -0.1f, 1);
        });
        DocumentPlan plan = model.Plan("some words", labels: 1);

        PackedDecoder.Run(model, [plan], new BatchingOptions(), engine: engine);

        Assert.Equal(11, plan.Windows[0].Counts[0].Count);
        Assert.True(plan.Windows[0].TokensDropped(0) > 0);
        Assert.False(plan.IsFaulted);
    }

    private static TokenId Piece(TestModel model, string text) => model.Tokenizer.Tokenize("<" + text)[^1];

    private static PlanLimits Limits(Random random, int drafts) => new(
        MaxMentionsPerLabel: 1 + random.Next(30),
        MaxMentionTokens: 2 + random.Next(6),
        MaxCountTokens: 1 + random.Next(4),
        WindowTokens: 48,
        OverlapTokens: 12,
        DraftTokens: drafts);

    /// <summary>The same documents for the same seed, under capacities that are barely enough for one of them and more.</summary>
    private static (TestModel Model, DocumentPlan[] Plans, InMemoryEngine Engine) Decode(int seed, string template, string[] merges, DecodingMode mode, PlanLimits limits)
    {
        Random random = new(seed);
        EngineCapacity capacity = new(2 + random.Next(20), 250 + random.Next(500), 8 + random.Next(60), 1 + random.Next(12), 256);
        TestModel model = new(
            seed, new DecodingSettings(mode, seed % 2 == 0, limits), capacity, template, new InMemoryTokenizer(merges: merges), static words => new SpelledCounts(words, Pieces));
        DocumentPlan[] plans = [.. Enumerable.Range(0, 8).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(40)), 1 + random.Next(5)))];
        BatchingOptions options = new() { RowsPerStep = 4 + random.Next(60), DocumentsInFlight = 1 + random.Next(6) };
        InMemoryEngine engine = model.NewEngine();

        List<DocumentPlan> decoded = PackedDecoder.Run(
            model, plans, seed % 3 == 0 ? options.DraftingAlways() : options, random, engine: engine);

        Assert.Equal(plans.Length, decoded.Count);
        return (model, plans, engine);
    }

    private static void AssertSame(ReferenceReading expected, ReferenceReading actual, int seed)
    {
        Assert.Equal(expected.Counts, actual.Counts);
        Assert.Equal(expected.CountMargins, actual.CountMargins);
        Assert.Equal(expected.Mentions.Count, actual.Mentions.Count);
        foreach ((MentionReading first, MentionReading second) in expected.Mentions.Zip(actual.Mentions))
        {
            Assert.True(
                first with { LogProbability = 0 } == second with { LogProbability = 0 } && Math.Abs(first.LogProbability - second.LogProbability) < 1e-6,
                $"seed {seed}: expected {first} and got {second}");
        }
    }

    private static DocumentEntities Assemble(DocumentPlan plan) =>
        new DocumentAssembler(new AssemblySettings()).Assemble(plan).Entities!;

    private static string Outcome(DocumentPlan plan)
    {
        DocumentEntities result = Assemble(plan);
        return string.Join('\n', result.Entities) + (result.Statistics with { TokensEvaluated = 0, TokensUnshared = 0 });
    }
}
