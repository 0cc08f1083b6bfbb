using System.Text;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Prompting;
using PaDeNer.Training.Reformulation;

namespace PaDeNer.Training.Tests.Reformulation;

public class WordingTests
{
    private static readonly LabelSet Labels = new("PER", "ORG", "LOC");
    private readonly InMemoryTokenizer _tokenizer = new();

    [Fact]
    public void Examples_of_text_templates_begin_with_the_very_tokens_that_decoding_asks_with()
    {
        foreach (TextTemplateWording words in TextTemplateWording.All)
        {
            ExampleWording wording = ExampleWording.Create(words.Name, Labels);
            TextTemplate template = new(words, _tokenizer);
            DocumentPrompt prompt = template.Build("Ada met Bob.", Labels);
            for (int label = 0; label < Labels.Count; label++)
            {
                TokenId[] example = _tokenizer.Tokenize(wording.Head + "Ada met Bob." + wording.LabelPrompt(label));
                Assert.Equal([_tokenizer.BeginOfText!.Value, .. example], prompt.Prefix.Concat(prompt.Suffixes[label]));
            }

            Assert.Equal(wording.Count(12) + wording.MentionPrompt(3), Spell(template.MentionPrompt(12, 3)));
            Assert.Equal(template.MaxCount, wording.MaxCount);
        }
    }

    [Fact]
    public void Tags_of_the_compact_template_name_the_very_tokens_that_decoding_asks_with()
    {
        ExampleWording wording = ExampleWording.Create(CompactTemplate.TemplateName, Labels);
        CompactTemplate template = new(_tokenizer, [.. Labels.Select(static label => label.Name)], wording.MaxCount);
        DocumentPrompt prompt = template.Build("Ada met Bob.", Labels);
        for (int label = 0; label < Labels.Count; label++)
        {
            Assert.Equal([_tokenizer.FindControlToken(wording.LabelPrompt(label))!.Value], prompt.Suffixes[label]);
        }

        for (int count = 0; count <= wording.MaxCount; count++)
        {
            Assert.Equal(_tokenizer.FindControlToken(wording.Count(count)), template.CountCandidates[count]);
        }

        Assert.Equal(
            [_tokenizer.FindControlToken(wording.Count(31))!.Value, _tokenizer.FindControlToken(wording.MentionPrompt(30))!.Value], template.MentionPrompt(31, 30));
        Assert.Empty(wording.Head);
    }

    [Fact]
    public void Every_template_of_decoding_but_that_of_open_labels_has_examples_and_no_other_has()
    {
        Assert.Equal(PromptTemplates.Names.Where(static name => name != OpenLabelsTemplate.TemplateName), ExampleWording.TemplateNames);
        Assert.All(ExampleWording.TemplateNames, static name => Assert.NotNull(ExampleWording.Create(name, Labels)));
        Assert.Contains("compact-v1", Assert.Throws<ArgumentException>(static () => ExampleWording.Create("compact-v9", Labels)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => ExampleWording.Create(OpenLabelsTemplate.TemplateName, Labels));
    }

    private string Spell(ReadOnlySpan<TokenId> tokens)
    {
        List<byte> bytes = [];
        foreach (TokenId token in tokens)
        {
            bytes.AddRange(_tokenizer.BytesOf(token));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
