using System.Text;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class TextTokensTests
{
    [Fact]
    public void Tokens_lie_side_by_side_and_cover_the_text()
    {
        InMemoryTokenizer tokenizer = new();
        for (int seed = 0; seed < 200; seed++)
        {
            string text = SampleTexts.Create(new Random(seed), seed % 40);
            TextTokens tokens = TextTokens.Align(text, tokenizer.Tokenize(text), tokenizer, skippedBytes: 1)!;

            Assert.True(string.IsNullOrWhiteSpace(text[..tokens[0].Start]));
            Assert.Equal(text.Length, tokens[tokens.Count - 1].End);
            for (int i = 1; i < tokens.Count; i++)
            {
                Assert.True(tokens[i].Start >= tokens[i - 1].End && string.IsNullOrWhiteSpace(text[tokens[i - 1].End..tokens[i].Start]));
            }

            Assert.All(Enumerable.Range(0, tokens.Count).Where(i => tokens[i].StartsWord), i => Assert.Contains(tokens[i].Token, tokens.Starts));
            Assert.Equal(tokens.Starts.Distinct(), tokens.Starts);
        }
    }

    [Fact]
    public void A_character_cut_into_bytes_starts_and_ends_no_mention_inside()
    {
        BytewiseTokenizer tokenizer = new();
        const string Text = "a 😀b";

        TextTokens tokens = TextTokens.Align(Text, tokenizer.Tokenize(Text), tokenizer, skippedBytes: 0)!;

        Assert.Equal(7, tokens.Count);
        Assert.Equal([true, false, false, false, false, false, true], Enumerable.Range(0, 7).Select(i => tokens[i].StartsWord));
        Assert.Equal([true, false, false, false, false, false, true], Enumerable.Range(0, 7).Select(i => tokens[i].EndsWord));
    }

    [Fact]
    public void Tokens_that_spell_something_else_are_not_aligned()
    {
        InMemoryTokenizer tokenizer = new();

        Assert.Null(TextTokens.Align("Ada", tokenizer.Tokenize("Bob"), tokenizer, skippedBytes: 1));
        Assert.Null(TextTokens.Align("Ada Lovelace", tokenizer.Tokenize("Ada"), tokenizer, skippedBytes: 1));
    }

    [Fact]
    public void Bytes_before_and_after_the_text_are_skipped()
    {
        InMemoryTokenizer tokenizer = new();

        TextTokens tokens = TextTokens.Align("Ada", tokenizer.Tokenize("text:\nAda\nlabel"), tokenizer, skippedBytes: 1 + Encoding.UTF8.GetByteCount("text:\n"))!;

        TextToken only = tokens[0];
        Assert.Equal(1, tokens.Count);
        Assert.Equal((0, 3, true, true), (only.Start, only.End, only.StartsWord, only.EndsWord));
    }

    private sealed class BytewiseTokenizer : ITokenizer
    {
        private static readonly byte[][] Bytes = [.. Enumerable.Range(0, 256).Select(static i => new[] { (byte)i })];

        public int VocabularySize => 257;

        public TokenId? BeginOfText => null;

        public TokenId EndOfText => new(256);

        public bool AddsLeadingSpace => false;

        public bool IsEndOfGeneration(TokenId token) => token == EndOfText;

        public TokenId[] Tokenize(string text) => [.. Encoding.UTF8.GetBytes(text).Select(static value => new TokenId(value))];

        public TokenId? FindControlToken(string name) => null;

        public ReadOnlySpan<byte> BytesOf(TokenId token) => token.Value < 256 ? Bytes[token.Value] : [];
    }
}
