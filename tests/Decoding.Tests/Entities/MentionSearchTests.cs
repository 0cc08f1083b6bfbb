using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class MentionSearchTests
{
    [Theory]
    [InlineData("Ada met Ada", "Ada", "0-3 8-11")]
    [InlineData("Bonn to Bo", "Bo", "8-10")]
    [InlineData("Bonn to Köln", "Bo", "0-2")]
    [InlineData("Adam", "Ada", "0-3")]
    [InlineData("aa", "a", "0-1 1-2")]
    [InlineData("Ada of KCBT", "KBCT", "")]
    [InlineData("Ada", "ada", "")]
    [InlineData("Ada", "Ada Lovelace", "")]
    [InlineData("Ada", "", "")]
    [InlineData("Ada", " \n", "")]
    public void Whole_words_are_found_everywhere_and_parts_only_without_them(string text, string mention, string places) =>
        Assert.Equal(places, Shown(MentionSearch.Find(text, mention)));

    [Theory]
    [InlineData("It was Angela\nMerkel.", "Angela Merkel", "7-20")]
    [InlineData("Angela \r\n  Merkel", "Angela Merkel", "0-17")]
    [InlineData("Angela Merkel", "Angela \t Merkel", "0-13")]
    [InlineData("AngelaMerkel", "Angela Merkel", "")]
    [InlineData("I live in Berlin\n", " Berlin\n", "10-16")]
    public void White_space_matches_white_space_and_is_no_part_of_a_mention(string text, string mention, string places) =>
        Assert.Equal(places, Shown(MentionSearch.Find(text, mention)));

    [Theory]
    [InlineData("a  b", 0, 3, "0-1")]
    [InlineData("a  b", 1, 4, "3-4")]
    [InlineData(" \u3000a\n", 0, 4, "2-3")]
    [InlineData("a b", 0, 3, "0-3")]
    public void Trimming_leaves_out_white_space_at_both_ends(string text, int start, int end, string left) =>
        Assert.Equal(left, Shown([MentionSearch.Trim(text, new TextSpan(start, end))]));

    [Fact]
    public void Of_white_space_alone_nothing_is_left() => Assert.Equal(0, MentionSearch.Trim("a  b", new TextSpan(1, 3)).Length);

    private static string Shown(IReadOnlyList<TextSpan> spans) => string.Join(' ', spans.Select(static span => $"{span.Start}-{span.End}"));
}
