using PaDeNer.Decoding.Documents;

namespace PaDeNer.Decoding.Tests.Documents;

public class LabelSetTests
{
    [Fact]
    public void Labels_keep_their_order_and_are_found_by_name()
    {
        LabelSet labels = new("PER", "ORG");

        Assert.Equal("PER, ORG", labels.ToString());
        Assert.Equal("ORG", labels.Find("ORG")?.PromptName);
        Assert.Null(labels.Find("org"));
    }

    [Fact]
    public void Empty_nameless_and_double_sets_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LabelSet(Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => new LabelSet("PER", " "));
        Assert.Contains("'PER'", Assert.Throws<ArgumentException>(() => new LabelSet("PER", "PER")).Message, StringComparison.Ordinal);
    }
}
