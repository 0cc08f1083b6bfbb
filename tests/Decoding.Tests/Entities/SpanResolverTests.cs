using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class SpanResolverTests
{
    [Fact]
    public void Mentions_are_found_in_order_onward()
    {
        SpanResolver resolver = new("Ada met Bob. Ada left.");

        Assert.Equal(new TextSpan(0, 3), resolver.Resolve("Ada"));
        Assert.Equal(new TextSpan(8, 11), resolver.Resolve("Bob"));
        Assert.Equal(new TextSpan(13, 16), resolver.Resolve("Ada"));
    }

    [Fact]
    public void Whole_words_come_before_parts_of_words()
    {
        Assert.Equal(new TextSpan(8, 10), new SpanResolver("Bonn to Bo").Resolve("Bo"));
        Assert.Equal(new TextSpan(0, 2), new SpanResolver("Bonn to Köln").Resolve("Bo"));
    }

    [Fact]
    public void The_search_starts_over_when_nothing_is_left()
    {
        SpanResolver resolver = new("Bob met Ada");

        Assert.Equal(new TextSpan(8, 11), resolver.Resolve("Ada"));
        Assert.Equal(new TextSpan(0, 3), resolver.Resolve("Bob"));
    }

    [Theory]
    [InlineData("KBCT")]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("a text longer than the text itself")]
    public void What_does_not_occur_has_no_place(string mention)
    {
        Assert.Null(new SpanResolver("Ada of KCBT").Resolve(mention));
    }

    [Fact]
    public void Known_places_are_taken_in_order_and_then_again()
    {
        SpanResolver resolver = new("unused");
        TextSpan[] places = [new TextSpan(0, 3), new TextSpan(10, 13)];

        Assert.Equal(places[0], resolver.Resolve(places));
        Assert.Equal(places[1], resolver.Resolve(places));
        Assert.Equal(places[0], resolver.Resolve(places));
    }
}
