using System.Globalization;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// Keeps U+2581 in a text. Vocabularies of the SentencePiece kind write a space that way, and their tokeniser takes the character for a
/// space: the text would not come back. Here it travels as a private-use character, which no vocabulary has and which therefore becomes
/// three byte tokens; these are then exchanged for the bytes of U+2581.
/// </summary>
internal sealed class SpaceMark
{
    private const char Mark = '\u2581';
    private const char FirstPrivate = '\ue000';
    private const char LastPrivate = '\uf8ff';
    private readonly TokenId[] _byteTokens = new TokenId[256];

    private SpaceMark(VocabularyBytes vocabulary)
    {
        for (int token = vocabulary.Count - 1; token >= 0; token--)
        {
            if (vocabulary.Of(new TokenId(token)) is [byte single])
            {
                _byteTokens[single] = new TokenId(token);
            }
        }
    }

    /// <summary>The mark of a vocabulary that needs this; null for any other.</summary>
    /// <param name="vocabulary">The tokens' bytes.</param>
    /// <param name="tokenize">The native tokeniser.</param>
    public static SpaceMark? Of(VocabularyBytes vocabulary, Func<string, TokenId[]> tokenize)
    {
        SpaceMark mark = new(vocabulary);

        // Where the character comes back there is no need; where a placeholder does not become three byte tokens there is no way.
        return BytesOf(tokenize("\u2581"), vocabulary).Contains((byte)0xe2)
            || !tokenize(FirstPrivate.ToString()).AsSpan().EndsWith(mark.TokensOf(FirstPrivate))
            ? null
            : mark;
    }

    /// <summary>Tokenises a text and keeps its marks.</summary>
    public TokenId[] Tokenize(string text, Func<string, TokenId[]> tokenize)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return tokenize(text);
        }

        char placeholder = FirstPrivate;
        while (text.Contains(placeholder, StringComparison.Ordinal))
        {
            placeholder = placeholder < LastPrivate
                ? (char)(placeholder + 1)
                : throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The text has U+2581 and all of U+{(int)FirstPrivate:X4} to {(int)LastPrivate:X4}."),
                    nameof(text));
        }

        TokenId[] tokens = tokenize(text.Replace(Mark, placeholder));
        TokenId[] written = TokensOf(placeholder);
        TokenId[] meant = TokensOf(Mark);
        for (int start = tokens.AsSpan().IndexOf(written); start >= 0; start = tokens.AsSpan().IndexOf(written))
        {
            meant.CopyTo(tokens, start);
        }

        return tokens;
    }

    private static byte[] BytesOf(TokenId[] tokens, VocabularyBytes vocabulary) =>
        [.. tokens.SelectMany(token => vocabulary.Of(token).ToArray())];

    private TokenId[] TokensOf(char character) =>
        Array.ConvertAll(System.Text.Encoding.UTF8.GetBytes([character]), value => _byteTokens[value]);
}
