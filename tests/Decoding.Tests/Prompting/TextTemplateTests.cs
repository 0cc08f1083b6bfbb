using System.Text;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class TextTemplateTests
{
    private readonly InMemoryTokenizer _tokenizer = new();

    [Fact]
    public void English_prompts_are_worded_as_the_published_weights_expect()
    {
        TextTemplate template = new(TextTemplateWording.PadellmEnglish, _tokenizer);

        DocumentPrompt prompt = template.Build("Ada met Bob.", [new Label("PER"), new Label("ORG")]);

        Assert.Equal(" text:\nAda met Bob.\nentity type:\nPER\n\n<num>", Spell([.. prompt.Prefix, .. prompt.Suffixes[0]]));
        Assert.Equal(" text:\nAda met Bob.\nentity type:\nORG\n\n<num>", Spell([.. prompt.Prefix, .. prompt.Suffixes[1]]));
        Assert.Equal("12\n<第3文段>", Spell(template.MentionPrompt(12, 3)));
        Assert.Equal(_tokenizer.BeginOfText, prompt.Prefix[0]);
    }

    [Fact]
    public void Chinese_prompts_and_the_papers_own_tag_are_worded_as_published()
    {
        DocumentPrompt chinese = new TextTemplate(TextTemplateWording.PadellmChinese, _tokenizer).Build("小明在北京", [new Label("LOC", "地点")]);
        TextTemplate paper = new(TextTemplateWording.PaperEnglish, _tokenizer);

        Assert.Equal(" 文本:\n小明在北京\n指定NER标签:\n地点\n\n<数量>", Spell([.. chinese.Prefix, .. chinese.Suffixes[0]]));
        Assert.Equal("2\n<mention 1>", Spell(paper.MentionPrompt(2, 1)));
    }

    [Fact]
    public void Cutting_a_prompt_at_its_shared_prefix_never_changes_its_tokens()
    {
        TextTemplate template = new(TextTemplateWording.PadellmEnglish, _tokenizer);
        foreach (string text in new[] { "Ada", "Ada ", " Ada\n", "Ada\nentity type:\nORG", "PER", "x<num>1" })
        {
            DocumentPrompt prompt = template.Build(text, [new Label("PER"), new Label("PERSON"), new Label("P")]);
            for (int i = 0; i < 3; i++)
            {
                TokenId[] whole = _tokenizer.Tokenize($"text:\n{text}\nentity type:\n{new[] { "PER", "PERSON", "P" }[i]}\n\n<num>");
                Assert.Equal([_tokenizer.BeginOfText!.Value, .. whole], prompt.Prefix.Concat(prompt.Suffixes[i]));
                Assert.NotEmpty(prompt.Suffixes[i]);
            }
        }
    }

    [Theory]
    [InlineData("3\n", true, 3)]
    [InlineData("12\n<", true, 12)]
    [InlineData("12", false, 12)]
    [InlineData(" 7<", true, 7)]
    [InlineData("seven", true, null)]
    [InlineData("\n", true, null)]
    [InlineData("99999999999999\n", true, 21474836)]
    [InlineData("0", true, 0)]
    [InlineData("07\n", true, 0)] // counts are written without leading zeros: it has ended before the 7
    [InlineData("10", false, 10)]
    public void Counts_are_read_to_their_separator(string decoded, bool complete, int? count)
    {
        TextTemplate template = new(TextTemplateWording.PadellmEnglish, _tokenizer);
        TokenId[] tokens = _tokenizer.Tokenize(decoded)[(decoded[0] == ' ' ? 0 : 1)..];

        CountReading reading = template.ReadCount(tokens);

        Assert.Equal(complete, reading.IsComplete);
        Assert.True(count is null ? reading.Count is null : reading.Count >= count);
    }

    [Fact]
    public void The_end_of_text_ends_a_count()
    {
        TextTemplate template = new(TextTemplateWording.PadellmEnglish, _tokenizer);
        TokenId zero = _tokenizer.Tokenize("0")[^1];

        Assert.Equal(CountReading.Of(0), template.ReadCount([zero, _tokenizer.EndOfText]));
        Assert.Equal(CountReading.Invalid, template.ReadCount([_tokenizer.EndOfText]));
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
