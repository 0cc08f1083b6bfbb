using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>However steps are cut and whoever shares them, a document reads as if every prompt had run alone.</summary>
public class PackedDecodingTests
{
    [Theory]
    [InlineData(DecodingMode.Verbatim, true, 0)]
    [InlineData(DecodingMode.Verbatim, true, 6)]
    [InlineData(DecodingMode.Verbatim, false, 0)]
    [InlineData(DecodingMode.Verbatim, false, 5)]
    [InlineData(DecodingMode.Free, true, 0)]
    public void Random_documents_under_random_capacities_read_as_the_reference_reads_them(DecodingMode mode, bool overCandidates, int drafts)
    {
        int mentions = 0;
        for (int seed = 0; seed < RunLength.Of(60, 2000); seed++)
        {
            Random random = new(seed);
            PlanLimits limits = new(MaxMentionsPerLabel: 1 + random.Next(12), MaxMentionTokens: 2 + random.Next(10), WindowTokens: 64, OverlapTokens: 16, DraftTokens: drafts);
            EngineCapacity capacity = new(4 + random.Next(20), 300 + random.Next(500), 8 + random.Next(100), 1 + random.Next(20), 256);
            TestModel model = new(seed, new DecodingSettings(mode, overCandidates, limits), capacity);
            DocumentPlan[] plans = [.. Enumerable.Range(0, 12).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(70)), 1 + random.Next(4)))];
            BatchingOptions options = new() { RowsPerStep = 4 + random.Next(80), DocumentsInFlight = 1 + random.Next(8) };

            List<DocumentPlan> decoded = PackedDecoder.Run(
                model, plans, seed % 2 == 0 ? options.DraftingAlways() : options, random);

            Assert.Equal(plans.Length, decoded.Count);
            foreach (WindowPlan window in plans.SelectMany(static plan => plan.Windows))
            {
                ReferenceReading reading = model.Read(window);
                mentions += reading.Mentions.Count(static mention => mention.Text.Length > 0);
                AssertSame(reading, PlanReading.Of(window), seed);
            }
        }

        Assert.True(mentions > RunLength.Least(1000), $"Only {mentions} mentions were compared.");
    }

    [Theory]
    [InlineData("padellm-en")]
    [InlineData("padellm-zh")]
    [InlineData("padellm-en-paper")]
    public void Templates_in_words_read_as_the_reference_reads_them(string template)
    {
        for (int seed = 0; seed < RunLength.Of(20, 500); seed++)
        {
            Random random = new(seed);
            DecodingSettings settings = new(seed % 2 == 0 ? DecodingMode.Free : DecodingMode.Verbatim, false, new PlanLimits(MaxMentionTokens: 6));
            TestModel model = new(seed, settings, new EngineCapacity(16, 1500, 128, 32, 512), template);
            DocumentPlan[] plans = [.. Enumerable.Range(0, 6).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(30)), 3))];

            PackedDecoder.Run(model, plans, new BatchingOptions { RowsPerStep = 64 }, random);

            foreach (WindowPlan window in plans.SelectMany(static plan => plan.Windows))
            {
                AssertSame(model.Read(window), PlanReading.Of(window), seed);
            }
        }
    }

    [Fact]
    public void A_document_that_is_alone_takes_three_kinds_of_steps_and_its_text_is_evaluated_once()
    {
        TestModel model = new();
        DocumentPlan plan = model.Plan("Ada Lovelace met Charles Babbage in London");

        PackedDecoder.Run(model, [plan], new BatchingOptions());

        WindowPlan window = Assert.Single(plan.Windows);
        Assert.All(window.Counts, count => Assert.Equal(1, count.TokensEvaluated));
        Assert.True(plan.IsComplete);
    }

    [Fact]
    public void More_labels_than_slots_are_decoded_in_groups()
    {
        TestModel model = new(3, capacity: new EngineCapacity(3, 400, 64, 16, 256));
        DocumentPlan plan = model.Plan("Ada Lovelace met Charles Babbage in London", labels: 8);

        PackedDecoder.Run(model, [plan], new BatchingOptions());

        Assert.Equal(3, plan.Windows.Count);
        foreach (WindowPlan window in plan.Windows)
        {
            AssertSame(model.Read(window), PlanReading.Of(window), 3);
        }
    }

    private static void AssertSame(ReferenceReading expected, ReferenceReading actual, int seed)
    {
        Assert.True(expected.Counts.SequenceEqual(actual.Counts), $"seed {seed}: counts {string.Join(',', expected.Counts)} and {string.Join(',', actual.Counts)}");
        Assert.Equal(expected.Mentions.Count, actual.Mentions.Count);
        foreach ((MentionReading first, MentionReading second) in expected.Mentions.Zip(actual.Mentions))
        {
            Assert.True(
                first.Label == second.Label && first.Order == second.Order && first.Text == second.Text
                    && Math.Abs(first.LogProbability - second.LogProbability) < 1e-4,
                $"seed {seed}: expected {first} and got {second}");
        }
    }
}
