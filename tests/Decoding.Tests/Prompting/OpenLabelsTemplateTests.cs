using System.Globalization;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class OpenLabelsTemplateTests
{
    private static readonly ModelProfile Profile =
        new("test", OpenLabelsTemplate.TemplateName, DecodingMode.Verbatim, true, ["PER", "MISC"], [], 224, 31)
        {
            LabelsAreOpen = true,
            LabelWords = ["person", "any  other\nname"],
            MaxLabelTokens = 8,
        };

    private readonly InMemoryTokenizer _tokenizer = new();

    [Fact]
    public void A_label_is_asked_by_its_words_and_a_mention_with_two_tokens()
    {
        PromptTemplate template = Create();

        DocumentPrompt prompt = template.Build("Ada met Bob.", [new Label("musical artist"), new Label("PER")]);

        Assert.Equal([Tag("<|label|>"), .. _tokenizer.Tokenize(" musical artist"), Tag("<|count|>")], prompt.Suffixes[0]);
        Assert.Equal([Tag("<|label|>"), .. _tokenizer.Tokenize(" person"), Tag("<|count|>")], prompt.Suffixes[1]);
        Assert.Equal([Tag("<|endoftext|>"), .. _tokenizer.Tokenize("Ada met Bob.")], prompt.Prefix);
        Assert.Equal([Tag("<|count 5|>"), Tag("<|mention 2|>")], template.MentionPrompt(5, 2).ToArray());
        Assert.Equal(32, template.CountCandidates.Length);
        Assert.Equal(31, template.MaxCount);
        Assert.Equal(CountReading.Of(31), template.ReadCount([Tag("<|count 31|>")]));
        Assert.Equal(CountReading.Invalid, template.ReadCount([Tag("<|label|>")]));
        Assert.Equal(Tag("<|end|>"), template.EndOfMention);
        Assert.True(template.LabelsAreOpen);
        Assert.Equal(TokenEdges.Separate, template.Edges);
    }

    [Theory]
    [InlineData("PER", "PER", "person")]
    [InlineData("MISC", "MISC", "any other name")]
    [InlineData("PER", "scientist", "scientist")]
    [InlineData("per", "per", "per")]
    [InlineData("ship", "ship", "ship")]
    [InlineData("Ship", "Ship", "Ship")]
    [InlineData("  musical\n artist ", "  musical\n artist ", "musical artist")]
    [InlineData("release_date", "release_date", "release date")]
    [InlineData("RELEASE__DATE_", "RELEASE__DATE_", "RELEASE DATE")]
    [InlineData("the snake_case name", "the snake_case name", "the snake_case name")]
    [InlineData("code", "snake_case", "snake_case")]
    [InlineData("releaseDate", "releaseDate", "releaseDate")]
    [InlineData("e-mail", "e-mail", "e-mail")]
    [InlineData("人名", "人名", "人名")]
    [InlineData("_", "_", "")]
    public void Words_come_from_the_label_file_else_from_the_model_else_from_the_name(string name, string prompt, string words) =>
        Assert.Equal(words, Create().WordsOf(new Label(name, prompt)));

    [Fact]
    public void A_label_with_no_words_or_too_many_says_so()
    {
        PromptTemplate template = Create();

        Assert.Null(template.Problem(new Label("PER")));
        Assert.Equal("has no words", template.Problem(new Label("__")));
        Assert.Null(template.Problem(new Label(Words(4))));
        Assert.Equal("has 10 tokens; the model takes 8", template.Problem(new Label(Words(5))));
        Assert.Equal("has 257 characters; the limit is 256", template.Problem(new Label(new string('x', 257))));
        Assert.Equal("has 300 characters; the limit is 256", template.Problem(new Label("x", new string(' ', 299) + "x")));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => template.Build("Ada", [new Label(Words(5))]));
        Assert.Contains("has 10 tokens", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_inside_a_text_or_a_label_stay_text()
    {
        DocumentPrompt prompt = Create().Build("a <|label|> b", [new Label("<|end|>")]);

        Assert.DoesNotContain(Tag("<|label|>"), prompt.Prefix);
        Assert.DoesNotContain(Tag("<|end|>"), prompt.Suffixes[0]);
    }

    [Theory]
    [InlineData("<|label|>")]
    [InlineData("<|count|>")]
    [InlineData("<|end|>")]
    [InlineData("<|endoftext|>")]
    [InlineData("<|count 31|>")]
    [InlineData("<|mention 31|>")]
    public void A_vocabulary_without_a_control_token_is_refused_by_the_tokens_name(string name)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => PromptTemplates.Create("compact-v2", new Altered(_tokenizer) { Missing = name }, Profile));

        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_begins_or_ends_with_another_token_is_refused_by_the_keys_name()
    {
        Assert.Contains("add_bos_token", Refusal(new Altered(_tokenizer) { BeginOfText = null }, Profile), StringComparison.Ordinal);
        Assert.Contains("eos_token_id", Refusal(new Altered(_tokenizer) { EndOfText = new TokenId(1) }, Profile), StringComparison.Ordinal);
        Assert.Contains("padener.labels", Refusal(_tokenizer, Profile with { LabelsAreOpen = false }), StringComparison.Ordinal);
        Assert.Contains("compact-v2", Assert.Throws<ArgumentException>(() => PromptTemplates.Create("compact-v1", _tokenizer, Profile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_tokenised_once_and_however_many_are_asked_few_are_kept()
    {
        Altered counted = new(_tokenizer);
        LabelTokens labels = new(counted, new TokenId(1), new TokenId(2));

        TokenId[] ship = labels.SuffixOf("ship");
        Assert.Same(ship, labels.SuffixOf("ship"));
        Assert.Equal(1, counted.Tokenized);
        for (int i = 0; i < 10 * LabelTokens.WordsKept; i++)
        {
            labels.SuffixOf(i.ToString(CultureInfo.InvariantCulture));
            Assert.Same(ship, labels.SuffixOf("ship"));
            Assert.InRange(labels.Kept, 1, 2 * LabelTokens.WordsKept);
        }

        Assert.Equal(1 + (10 * LabelTokens.WordsKept), counted.Tokenized);
    }

    [Fact]
    public void Threads_may_ask_at_once()
    {
        LabelTokens labels = new(_tokenizer, new TokenId(1), new TokenId(2));

        Parallel.For(0, 20_000, i =>
        {
            string words = (i % 5000).ToString(CultureInfo.InvariantCulture);
            Assert.Equal([new TokenId(1), .. _tokenizer.Tokenize(" " + words), new TokenId(2)], labels.SuffixOf(words));
        });
        Assert.InRange(labels.Kept, 1, 2 * LabelTokens.WordsKept);
    }

    /// <summary>So many words, each of two tokens.</summary>
    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(static i => i == 0 ? "abc" : "wordy"));

    private PromptTemplate Create() => PromptTemplates.Create("compact-v2", _tokenizer, Profile);

    private static string Refusal(ITokenizer tokenizer, ModelProfile profile) =>
        Assert.Throws<ArgumentException>(() => PromptTemplates.Create("compact-v2", tokenizer, profile)).Message;

    private TokenId Tag(string name) => _tokenizer.FindControlToken(name)!.Value;

    /// <summary>A vocabulary with something else or nothing where another has a token; counts what it tokenises.</summary>
    private sealed class Altered(InMemoryTokenizer inner) : ITokenizer
    {
        public string? Missing { get; init; }

        public int Tokenized { get; private set; }

        public int VocabularySize => inner.VocabularySize;

        public TokenId? BeginOfText { get; init; } = inner.BeginOfText;

        public TokenId EndOfText { get; init; } = inner.EndOfText;

        public bool AddsLeadingSpace => inner.AddsLeadingSpace;

        public bool IsEndOfGeneration(TokenId token) => token == EndOfText;

        public TokenId? FindControlToken(string name) => name == Missing ? null : inner.FindControlToken(name);

        public ReadOnlySpan<byte> BytesOf(TokenId token) => inner.BytesOf(token);

        public TokenId[] Tokenize(string text)
        {
            Tokenized++;
            return inner.Tokenize(text);
        }
    }
}
