using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class CompactTemplateTests
{
    private readonly InMemoryTokenizer _tokenizer = new();

    [Fact]
    public void A_label_is_one_token_a_count_is_one_token_and_a_mention_is_asked_for_with_two()
    {
        CompactTemplate template = new(_tokenizer, ["PER", "ORG"], 31);

        DocumentPrompt prompt = template.Build("Ada met Bob.", [new Label("ORG"), new Label("PER")]);

        Assert.Equal(Tag("<|label 2|>"), Assert.Single(prompt.Suffixes[0]));
        Assert.Equal(Tag("<|label 1|>"), Assert.Single(prompt.Suffixes[1]));
        Assert.Equal([Tag("<|count 5|>"), Tag("<|mention 2|>")], template.MentionPrompt(5, 2).ToArray());
        Assert.Equal(32, template.CountCandidates.Length);
        Assert.Equal(CountReading.Of(31), template.ReadCount([Tag("<|count 31|>")]));
        Assert.Equal(CountReading.Invalid, template.ReadCount([Tag("<|label 1|>")]));
    }

    [Fact]
    public void Tags_inside_a_text_stay_text()
    {
        CompactTemplate template = new(_tokenizer, ["PER"], 31);

        DocumentPrompt prompt = template.Build("a <|label 1|> b", [new Label("PER")]);

        Assert.DoesNotContain(Tag("<|label 1|>"), prompt.Prefix);
    }

    [Fact]
    public void A_label_the_model_was_not_trained_for_is_refused_by_name()
    {
        CompactTemplate template = new(_tokenizer, ["PER", "ORG"], 31);

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => template.Build("Ada", [new Label("GENE")]));

        Assert.Contains("'GENE'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PER, ORG", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_without_the_tags_is_refused_by_the_tags_name()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new CompactTemplate(_tokenizer, ["PER"], 99));

        Assert.Contains("<|count 32|>", refusal.Message, StringComparison.Ordinal);
    }

    private TokenId Tag(string name) => _tokenizer.FindControlToken(name)!.Value;
}
