using PaDeNer.Decoding.Sampling;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Tests.Sampling;

public class GreedySamplerTests
{
    [Fact]
    public void The_whole_row_gives_what_a_plain_softmax_gives()
    {
        Random random = new(7);
        foreach (int length in new[] { 1, 2, 31, 512, 513, 8192, 32000 })
        {
            float[] logits = [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 40) - 20))];

            TokenChoice choice = GreedySampler.Choose(logits);

            float[] sorted = [.. logits.OrderDescending()];
            Assert.Equal(sorted[0], logits[choice.Token.Value]);
            Assert.Equal(length == 1 ? float.PositiveInfinity : sorted[0] - sorted[1], choice.Margin, 4);
            Assert.Equal(logits.Max() - Math.Log(logits.Sum(logit => Math.Exp(logit))), choice.LogProbability, 4);
        }
    }

    [Fact]
    public void Huge_logits_do_not_overflow()
    {
        TokenChoice choice = GreedySampler.Choose([3e30f, 3e30f, -3e30f]);

        Assert.Equal(0, choice.Token.Value);
        Assert.Equal(-Math.Log(2), choice.LogProbability, 4);
        Assert.Equal(0, choice.Margin);
    }

    [Theory]
    [InlineData(ChoiceScope.Candidates, 0.6225)]
    [InlineData(ChoiceScope.CandidatesOverVocabulary, 0.2595)]
    public void Candidates_win_over_better_tokens_that_are_none(ChoiceScope scope, double probability)
    {
        float[] logits = [2f, 1f, 0f, 0.5f];

        TokenChoice choice = GreedySampler.Choose(logits, [new TokenId(3), new TokenId(2)], scope);

        Assert.Equal(3, choice.Token.Value);
        Assert.Equal(0.5f, choice.Margin, 5);
        double expected = scope == ChoiceScope.Candidates ? probability : Math.Exp(0.5) / logits.Sum(logit => Math.Exp(logit));
        Assert.Equal(expected, Math.Exp(choice.LogProbability), 3);
    }

    [Fact]
    public void Logits_that_are_no_numbers_give_a_choice_that_says_so()
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            float[] logits = [1f, bad, 2f];

            Assert.False(GreedySampler.Choose(logits).IsValid);
            Assert.False(GreedySampler.Choose(logits, [new TokenId(0), new TokenId(1)], ChoiceScope.Candidates).IsValid);
            Assert.False(GreedySampler.Choose(logits, [new TokenId(0), new TokenId(2)], ChoiceScope.CandidatesOverVocabulary).IsValid);
            Assert.True(GreedySampler.Choose(logits, [new TokenId(0), new TokenId(2)], ChoiceScope.Candidates).IsValid);
        }
    }

    [Fact]
    public void The_first_of_equal_candidates_wins()
    {
        TokenChoice choice = GreedySampler.Choose([1f, 1f, 1f], [new TokenId(2), new TokenId(0)], ChoiceScope.Candidates);

        Assert.Equal(2, choice.Token.Value);
        Assert.Equal(0, choice.Margin);
    }

    [Fact]
    public void The_only_candidate_is_certain_and_has_no_rival()
    {
        TokenChoice choice = GreedySampler.Choose([1f, 5f], [new TokenId(0)], ChoiceScope.Candidates);

        Assert.Equal(0, choice.LogProbability);
        Assert.Equal(float.PositiveInfinity, choice.Margin);
    }
}
