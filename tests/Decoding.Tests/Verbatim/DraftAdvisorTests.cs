using PaDeNer.Decoding.Verbatim;

namespace PaDeNer.Decoding.Tests.Verbatim;

public class DraftAdvisorTests
{
    [Fact]
    public void A_half_is_expected_before_anything_has_been_seen() => Assert.Equal(0.5, new DraftAdvisor().GoesOn(3, 2));

    [Fact]
    public void It_learns_for_each_label_and_word_how_often_mentions_go_on()
    {
        DraftAdvisor advisor = new();
        for (int i = 0; i < 400; i++)
        {
            advisor.Learn(0, 1, wentOn: i % 4 != 0);
            advisor.Learn(1, 1, wentOn: false);
        }

        Assert.InRange(advisor.GoesOn(0, 1), 0.7, 0.8);
        Assert.InRange(advisor.GoesOn(1, 1), 0, 0.01);
        Assert.Equal(0.5, advisor.GoesOn(0, 2));
    }

    [Fact]
    public void However_many_labels_and_words_there_are_each_has_a_place()
    {
        DraftAdvisor advisor = new();
        for (int label = 0; label < 100; label++)
        {
            for (int word = 1; word < 10; word++)
            {
                advisor.Learn(label, word, wentOn: true);
                Assert.InRange(advisor.GoesOn(label, word), 0.7, 1);
            }
        }
    }

    [Fact]
    public void It_follows_a_stream_that_changes()
    {
        DraftAdvisor advisor = new();
        for (int i = 0; i < 1000; i++)
        {
            advisor.Learn(0, 1, wentOn: i < 500);
        }

        Assert.InRange(advisor.GoesOn(0, 1), 0, 0.05);
    }

    [Theory]
    [InlineData(0.9, 1, 3, true)]
    [InlineData(0.4, 1, 3, true)]
    [InlineData(0.2, 1, 3, false)]
    [InlineData(0.4, 3, 3, false)]
    [InlineData(0.9, 1, 0, false)]
    public void A_draft_pays_where_the_steps_it_saves_are_worth_more_than_the_rows_it_wastes(double chance, int rows, double worth, bool pays) =>
        Assert.Equal(pays, new DraftAdvisor { StepWorth = worth }.Pays(chance, rows));

    [Fact]
    public void Labels_beyond_those_kept_apart_share_what_is_learnt() => Assert.Equal(0.5, new DraftAdvisor().GoesOn(1000, 9));
}
