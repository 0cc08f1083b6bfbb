using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class MentionPlacerTests
{
    [Theory]
    [InlineData("Ada met Bob. Ada left.", "Ada|Bob|Ada", "0 8 13")]
    [InlineData("Bob met Ada", "Ada|Bob", "8 0")] // the model's order is not the text's: better so than not at all
    [InlineData("Ada Ada Ada", "Ada|Ada", "0 4")]
    [InlineData("Ada Ada Bob", "Ada|Bob|Ada", "0 8 4")]
    [InlineData("Bob Ada Bob", "Ada|Bob", "4 8")]
    [InlineData("Ada", "Ada|Ada", "0 0")] // said again: one entity in the end
    [InlineData("Ada Bob", "Ada|Ada|Bob", "0 0 4")]
    [InlineData("Ada met Bob", "Eve|Bob", "- 8")]
    [InlineData("New York Times of New York", "New York Times|New York", "0 18")]
    [InlineData("New York Times", "New York Times|New York", "0 0")] // nested, and nowhere else to stand
    [InlineData("Paris and Paris Hilton", "Paris|Paris Hilton", "0 10")]
    [InlineData("Paris Hilton and Paris", "Paris Hilton|Paris", "0 17")]
    public void A_labels_mentions_stand_in_order_and_each_at_its_own_place(string text, string mentions, string starts) =>
        Assert.Equal(starts, Placed(text, mentions));

    [Theory]
    [InlineData("Paris Hilton visited Paris.", "Paris Hilton/Paris", "0/21")]
    [InlineData("Paris Hilton visited Paris.", "/Paris/Paris Hilton", "/21/0")]
    [InlineData("The London Stock Exchange is in London.", "London/London Stock Exchange", "32/4")]
    [InlineData("New York Times staff live in New York.", "New York/New York Times", "29/0")]
    [InlineData("Paris is nice, said Paris Hilton.", "Paris Hilton/Paris", "20/0")]
    [InlineData("Paris Hilton of the Paris Hilton Hotel in Paris", "Paris Hilton/Paris Hilton Hotel/Paris", "0/20/42")]
    [InlineData("The University of Paris", "University of Paris/Paris", "4/18")] // nested, and nowhere else to stand
    [InlineData("The University of Paris is in Paris", "University of Paris/Paris|Paris", "4/18 30")]
    [InlineData("The University of Paris by the Seine in Paris", "University of Paris/Paris|Seine", "4/18 31")] // the model's order counts more
    [InlineData("Paris met Paris", "Paris/Paris", "0/0")] // two labels of one text: de-duplication decides
    public void A_mention_that_also_stands_inside_a_longer_one_gets_its_own_place(string text, string mentions, string starts) =>
        Assert.Equal(starts, Placed(text, mentions));

    /// <summary>Against all assignments there are, on small texts.</summary>
    [Fact]
    public void Of_all_assignments_of_a_label_it_is_the_best_and_of_these_the_earliest()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            string text = string.Join(' ', Enumerable.Range(0, 1 + random.Next(7)).Select(_ => (char)('a' + random.Next(3))));
            IReadOnlyList<TextSpan>[] mentions = [.. Enumerable.Range(0, 1 + random.Next(4))
                .Select(_ => MentionSearch.Find(text, string.Join(' ', Enumerable.Range(0, 1 + random.Next(2)).Select(_ => (char)('a' + random.Next(3))))))
                .Where(static places => places.Count > 0)];

            TextSpan?[] placed = [.. MentionPlacer.Place([mentions])[0]];

            Assert.All(mentions.Zip(placed), static pair => Assert.Contains(pair.Second!.Value, pair.First));
            Assert.Equal(All(mentions).Min(Repeats), Repeats([.. placed.OfType<TextSpan>()]));
            if (All(mentions).Any(InOrderAndApart))
            {
                Assert.Equal(All(mentions).First(InOrderAndApart), placed.OfType<TextSpan>());
            }
        }
    }

    [Fact]
    public void Thousands_of_mentions_of_one_word_are_placed_too()
    {
        string text = string.Concat(Enumerable.Repeat("a ", 3000));
        IReadOnlyList<TextSpan>[] mentions = [.. Enumerable.Repeat(MentionSearch.Find(text, "a"), 1000)];

        IReadOnlyList<TextSpan?> placed = MentionPlacer.Place([mentions])[0];

        Assert.Equal(Enumerable.Range(0, 1000).Select(static i => 2 * i), placed.Select(static span => span!.Value.Start));
    }

    private static string Placed(string text, string labels)
    {
        IReadOnlyList<IReadOnlyList<TextSpan?>> placed = MentionPlacer.Place([.. labels.Split('/')
            .Select(label => label.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(mention => MentionSearch.Find(text, mention)).ToArray())]);
        return string.Join('/', placed.Select(static label => string.Join(' ', label.Select(static span => span is { } place ? $"{place.Start}" : "-"))));
    }

    /// <summary>Every assignment, the earliest places first.</summary>
    private static IEnumerable<TextSpan[]> All(ReadOnlyMemory<IReadOnlyList<TextSpan>> mentions) => mentions.IsEmpty
        ? [[]]
        : from first in mentions.Span[0].ToArray() from rest in All(mentions[1..]) select (TextSpan[])[first, .. rest];

    private static int Repeats(TextSpan[] placed) => placed.Length - placed.Distinct().Count();

    private static bool InOrderAndApart(TextSpan[] placed) => placed.Zip(placed.Skip(1)).All(static pair => pair.Second.Start >= pair.First.End);
}
