using System.Text;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>No byte of a text is lost, and no text becomes a command.</summary>
public abstract class TokenizerContract
{
    protected abstract LlamaModel Model { get; }

    /// <summary>Whether a space comes before a text.</summary>
    protected virtual bool AddsLeadingSpace => true;

    /// <summary>Some of its control tokens, the last of each kind among them.</summary>
    protected virtual string[] ControlTokens => ["<|label 1|>", "<|label 32|>", "<|count 0|>", "<|count 31|>", "<|mention 1|>", "<|mention 31|>"];

    private LlamaTokenizer Tokenizer => Model.Tokenizer;

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("     ")]
    [InlineData(" leading and trailing ")]
    [InlineData("two  spaces   and\ttabs\r\nand lines\n\n")]
    [InlineData("EU rejects German call to boycott British lamb .")]
    [InlineData("<|label 1|> and <|count 3|> are text, </s> and <s> and <unk> and <0x41> too")]
    [InlineData("naïve café, Zürich, Łódź, Москва, 東京, नमस्ते, عربي, e\u0301")]
    [InlineData("😀 👩‍👩‍👧‍👦 🇩🇪 𝔘𝔫𝔦𝔠𝔬𝔡𝔢")]
    [InlineData("\u0001\u0002\u001f\u007f\u0085\u200b\ufeff\ufffd")]
    [InlineData("▁already▁escaped▁")]
    [InlineData("nul\0inside")]
    [InlineData("\ue000▁\ue001▁▁ \uf8ff▁")]
    public void A_text_comes_back_byte_for_byte(string text) => AssertRoundTrip(text);

    [Fact]
    public void Random_texts_come_back_byte_for_byte()
    {
        Random random = new(1);
        for (int round = 0; round < 500; round++)
        {
            AssertRoundTrip(RandomText(random));
        }
    }

    [Fact]
    public void A_long_text_comes_back_byte_for_byte() => AssertRoundTrip(string.Concat(Enumerable.Repeat("The inn at Dover 😀 ", 4000)));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        Assert.Equal("a\ufffdb\ufffd", Decode(Tokenizer.Tokenize("a\ud83db\ude00")));
        Assert.Equal("\ufffd", Decode(Tokenizer.Tokenize("\ud83d")));
    }

    [Fact]
    public void Text_that_looks_like_a_control_token_stays_text()
    {
        foreach (string name in ControlTokens)
        {
            TokenId control = Assert.NotNull(Tokenizer.FindControlToken(name));
            Assert.DoesNotContain(control, Tokenizer.Tokenize(name));
            Assert.DoesNotContain(control, Tokenizer.Tokenize($"a {name} b"));
        }

        Assert.DoesNotContain(Tokenizer.EndOfText, Tokenizer.Tokenize("</s>"));
    }

    [Fact]
    public void Control_tokens_are_found_by_name_and_have_no_bytes()
    {
        TokenId[] tokens = [.. ControlTokens.Select(name => Assert.NotNull(Tokenizer.FindControlToken(name)))];
        Assert.Equal(tokens.Length, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Equal(0, Tokenizer.BytesOf(token).Length));
        Assert.Null(Tokenizer.FindControlToken("<|count 32|>"));
        Assert.Null(Tokenizer.FindControlToken("the"));
    }

    [Fact]
    public void Every_byte_has_a_token()
    {
        HashSet<byte> bytes = [];
        for (int token = 0; token < Tokenizer.VocabularySize; token++)
        {
            if (Tokenizer.BytesOf(new TokenId(token)) is [byte single])
            {
                bytes.Add(single);
            }
        }

        Assert.Equal(256, bytes.Count);
    }

    [Fact]
    public void The_ends_are_known()
    {
        Assert.NotNull(Tokenizer.BeginOfText);
        Assert.Equal(AddsLeadingSpace, Tokenizer.AddsLeadingSpace);
        Assert.True(Tokenizer.IsEndOfGeneration(Tokenizer.EndOfText));
        Assert.False(Tokenizer.IsEndOfGeneration(Tokenizer.Tokenize("a")[0]));
        Assert.NotEqual(Tokenizer.EndOfText, Tokenizer.BeginOfText);
    }

    [Fact]
    public void Threads_may_share_it()
    {
        string text = string.Concat(Enumerable.Repeat("The inn at Dover 😀 ", 50));
        TokenId[] expected = Tokenizer.Tokenize(text);
        Parallel.For(0, 200, _ => Assert.Equal(expected, Tokenizer.Tokenize(text)));
    }

    private void AssertRoundTrip(string text)
    {
        string decoded = Decode(Tokenizer.Tokenize(text));
        Assert.True(text == decoded, $"'{text}' came back as '{decoded}'");
    }

    private string Decode(TokenId[] tokens)
    {
        List<byte> bytes = [];
        foreach (TokenId token in tokens)
        {
            bytes.AddRange(Tokenizer.BytesOf(token));
        }

        string text = Encoding.UTF8.GetString(bytes.ToArray());
        if (tokens.Length == 0 || !Tokenizer.AddsLeadingSpace)
        {
            return text;
        }

        Assert.StartsWith(" ", text, StringComparison.Ordinal);
        return text[1..];
    }

    private static string RandomText(Random random)
    {
        StringBuilder text = new();
        for (int length = random.Next(40); length > 0; length--)
        {
            int scalar = random.Next(6) switch
            {
                0 => random.Next(1, 0x20),
                1 => random.Next(0x20, 0x7f),
                2 => random.Next(0x80, 0x800),
                3 => random.Next(0x800, 0xd800),
                4 => random.Next(0x1f300, 0x1fa00),
                _ => ' ',
            };
            text.Append(char.ConvertFromUtf32(scalar));
        }

        return text.ToString();
    }
}
