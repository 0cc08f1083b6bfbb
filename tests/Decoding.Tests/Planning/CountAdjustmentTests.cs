using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Decoding.Tests.Planning;

public class CountAdjustmentTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(-1, 0, 0)]
    [InlineData(-1, 1, 0)]
    [InlineData(-1, 3, 2)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 3, 4)]
    [InlineData(1, 31, 31)]
    public void The_model_is_told_another_count_within_bounds(int adjustment, int announced, int told)
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(CountAdjustment: adjustment)));
        WindowPlan window = model.Plan("Ada met Bob in London", 1).Windows[0];
        CountSequence count = window.Counts[0];

        count.Advance([new TokenChoice(model.Template.CountCandidates[announced], 0, 1)]);
        IReadOnlyList<MentionSequence> mentions = window.Note(count).Born;

        Assert.Equal(told, count.Count);
        Assert.Equal(told, mentions.Count);
        Assert.All(mentions, mention => Assert.Equal(model.Template.MentionPrompt(told, mention.Order), mention.Feed.Tokens[..2]));
    }
}
