using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Decoding.Tests.Planning;

/// <summary>Whatever a model says, a document ends, within limits, and what was bounded is counted.</summary>
public class HostileModelTests
{
    private static readonly PlanLimits Limits = new(MaxMentionsPerLabel: 5, MaxMentionTokens: 7, MaxCountTokens: 3);

    [Fact]
    public void An_absurd_count_is_clamped_and_counted()
    {
        TestModel model = Words(out TokenId nine);
        DocumentPlan plan = model.Plan("Ada met Bob", labels: 1);

        SoloRunner.Run(plan, (held, _, _) => new TokenChoice(held[^1] == nine || IsPrompt(model, held) ? nine : model.Tokenizer.EndOfText, 0, 1));

        DecodingStatistics statistics = Assemble(plan).Statistics;
        Assert.Equal(1, statistics.CountsClamped);
        Assert.Equal(5, statistics.Mentions);
    }

    [Fact]
    public void A_count_that_is_no_number_is_no_mention_and_is_counted()
    {
        TestModel model = Words(out _);
        TokenId word = model.Tokenizer.Tokenize("xyz")[^1];
        DocumentPlan plan = model.Plan("Ada met Bob", labels: 2);

        SoloRunner.Run(plan, (_, _, _) => new TokenChoice(word, 0, 1));

        DocumentEntities result = Assemble(plan);
        Assert.Empty(result.Entities);
        Assert.Equal(2, result.Statistics.CountsInvalid);
    }

    [Fact]
    public void A_mention_without_an_end_is_cut_and_dropped_if_it_is_not_in_the_text()
    {
        TestModel model = Words(out _);
        TokenId one = model.Tokenizer.Tokenize("1")[^1];
        TokenId newline = model.Tokenizer.Tokenize("\n")[^1];
        TokenId word = model.Tokenizer.Tokenize("Ada")[0];
        DocumentPlan plan = model.Plan("Ada met Bob", labels: 1);

        SoloRunner.Run(plan, (held, _, _) => new TokenChoice(held.Contains(newline) && IsPrompt(model, held) ? one : held[^1] == one ? newline : word, -0.1f, 1));

        DocumentEntities result = Assemble(plan);
        Assert.Equal(1, result.Statistics.MentionsCut);
        Assert.Equal(1, result.Statistics.Ungrounded);
        Assert.Empty(result.Entities);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Logits_that_are_no_numbers_are_a_fault_of_the_document(bool inCounts)
    {
        TestModel model = new();
        DocumentPlan plan = model.Plan("Ada met Bob", labels: 1);

        SoloRunner.Run(plan, (_, _, candidates) => candidates.Length == 32
            ? new TokenChoice(candidates[1], inCounts ? float.NaN : 0, 1)
            : new TokenChoice(candidates[0], float.NaN, 1));

        Assert.True(plan.IsComplete);
        Assert.Equal(DocumentFault.DecodingFailed, new DocumentAssembler(new AssemblySettings()).Assemble(plan).Fault);
    }

    [Theory]
    [InlineData(DecodingMode.Free)]
    [InlineData(DecodingMode.Verbatim)]
    public void Arbitrary_choices_never_break_a_document(DecodingMode mode)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            TestModel model = new(seed, new DecodingSettings(mode, seed % 2 == 0, Limits with { DraftTokens = seed % 4 }));
            string text = Testing.Builders.SampleTexts.Create(new Random(seed), seed % 30);
            DocumentPlan plan = model.Plan(text);

            SoloRunner.Run(plan, HashedChoices.Create(seed, model.Tokenizer.EndOfText));

            foreach ((DeduplicationPolicy policy, OverlapPolicy overlap) in
                Enum.GetValues<DeduplicationPolicy>().SelectMany(static policy => Enum.GetValues<OverlapPolicy>().Select(overlap => (policy, overlap))))
            {
                DocumentEntities result = new DocumentAssembler(new AssemblySettings(policy, Overlap: overlap)).Assemble(plan).Entities!;
                Assert.All(result.Entities, entity => Assert.Equal(entity.Text.Trim(), entity.Text));
                Assert.True(overlap == OverlapPolicy.Allow
                    ? result.Statistics.OverlapsRemoved == 0
                    : result.Entities.Zip(result.Entities.Skip(1)).All(static pair => pair.Second.Span!.Value.Start >= pair.First.Span!.Value.End));
                Assert.All(result.Entities, entity => Assert.Equal(text[entity.Span!.Value.Start..entity.Span.Value.End], entity.Text));
                Assert.All(result.Entities, entity => Assert.InRange(entity.Probability, 0, 1));
                Assert.Equal(result.Entities.Count, result.Entities.Select(static entity => (entity.Label, entity.Span)).Distinct().Count());
                Assert.Equal(mode == DecodingMode.Verbatim ? 0 : result.Statistics.Ungrounded, result.Statistics.Ungrounded);
                Assert.True(result.Statistics.TokensUnshared >= result.Statistics.TokensEvaluated || result.Statistics.Sequences <= 1);
            }
        }
    }

    private static TestModel Words(out TokenId nine)
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Free, false, Limits), templateName: "padellm-en-paper");
        nine = model.Tokenizer.Tokenize("9")[^1];
        return model;
    }

    /// <summary>Whether a label's prompt ends here: the tail of the template is the last thing held.</summary>
    private static bool IsPrompt(TestModel model, ReadOnlySpan<TokenId> held) => held[^1] == model.Tokenizer.Tokenize("<num>")[^1];

    private static DocumentEntities Assemble(DocumentPlan plan) => new DocumentAssembler(new AssemblySettings()).Assemble(plan).Entities!;
}
