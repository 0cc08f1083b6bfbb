using System.Text;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Tests.Workloads;

public class CharacterVocabularyTests
{
    [Fact]
    public void A_character_is_a_token_and_loses_no_byte()
    {
        CharacterVocabulary vocabulary = new(new ByteTokenizer());

        TokenId[] tokens = vocabulary.Tokenize("东京、东😀a");

        Assert.Equal(6, tokens.Length);
        Assert.Equal(tokens[0], tokens[3]);
        Assert.Equal(5, tokens.Distinct().Count());
        Assert.Equal("东京、东😀a", Encoding.UTF8.GetString([.. tokens.SelectMany(token => vocabulary.BytesOf(token).ToArray())]));
        Assert.All(tokens, token => Assert.InRange(token.Value, 3, vocabulary.VocabularySize - 1)); // below are control tokens
    }

    [Fact]
    public void More_characters_than_pieces_are_refused()
    {
        CharacterVocabulary vocabulary = new(new ByteTokenizer());

        Assert.Throws<InvalidOperationException>(() => vocabulary.Tokenize(string.Concat(Enumerable.Range(0x4E00, 300).Select(static c => (char)c))));
    }

    [Theory]
    [InlineData("东京", true)]
    [InlineData("Zürich", false)]
    public void It_is_needed_where_texts_are_spelled_in_bytes(string text, bool needed) =>
        Assert.Equal(needed, CharacterVocabulary.IsNeeded(new ByteTokenizer(), [text]));

    /// <summary>Three control tokens, then the 256 bytes.</summary>
    private sealed class ByteTokenizer : ITokenizer
    {
        public int VocabularySize => 259;

        public TokenId? BeginOfText => new TokenId(1);

        public TokenId EndOfText => new(2);

        public bool AddsLeadingSpace => false;

        public bool IsEndOfGeneration(TokenId token) => token == EndOfText;

        public TokenId[] Tokenize(string text) => [.. Encoding.UTF8.GetBytes(text).Select(static value => new TokenId(3 + value))];

        public TokenId? FindControlToken(string name) => null;

        public ReadOnlySpan<byte> BytesOf(TokenId token) => token.Value < 3 ? [] : new byte[] { (byte)(token.Value - 3) };
    }
}
