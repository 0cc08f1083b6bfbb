using System.Text;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>A text's tokens with their places in it, found by laying the tokens' bytes along the text's.</summary>
public sealed class TextTokens
{
    private readonly TextToken[] _tokens;

    private TextTokens(string text, TextToken[] tokens, TokenId[] starts)
    {
        Text = text;
        _tokens = tokens;
        Starts = starts;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>How many tokens lie in the text.</summary>
    public int Count => _tokens.Length;

    /// <summary>A token with its place.</summary>
    public TextToken this[int index] => _tokens[index];

    /// <summary>The distinct tokens a mention may start with, in order of first appearance.</summary>
    public TokenId[] Starts { get; }

    /// <summary>
    /// Aligns tokens with a text. Bytes before the text (a template's head, the space a tokeniser adds) and after it are skipped.
    /// Null where the tokens do not spell the text, as with a vocabulary that has no byte fallback.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Tokens whose bytes, after the skipped ones, begin with the text's UTF-8 bytes.</param>
    /// <param name="tokenizer">Gives the tokens' bytes.</param>
    /// <param name="skippedBytes">Bytes before the text.</param>
    /// <param name="edges">Which tokens mentions may begin and end with.</param>
    public static TextTokens? Align(
        string text, ReadOnlySpan<TokenId> tokens, ITokenizer tokenizer, int skippedBytes, TokenEdges edges = TokenEdges.WholeCharacters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(tokenizer);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int[] characterAt = CharacterOffsets(text, bytes.Length);
        List<TextToken> aligned = new(tokens.Length);
        HashSet<TokenId> seen = [];
        List<TokenId> starts = [];
        int at = -skippedBytes;
        foreach (TokenId token in tokens)
        {
            ReadOnlySpan<byte> piece = tokenizer.BytesOf(token);
            int from = Math.Max(at, 0);
            int to = Math.Min(at + piece.Length, bytes.Length);
            if (from < to)
            {
                if (!piece[(from - at)..(to - at)].SequenceEqual(bytes.AsSpan(from, to - from)))
                {
                    return null;
                }

                TextToken entry = Place(text, token, characterAt.AsSpan(from, to - from + 1), edges);
                aligned.Add(entry);
                if (entry.StartsWord && seen.Add(token))
                {
                    starts.Add(token);
                }
            }

            at += piece.Length;
        }

        return at >= bytes.Length ? new TextTokens(text, [.. aligned], [.. starts]) : null;
    }

    /// <param name="text">The text.</param>
    /// <param name="token">The token.</param>
    /// <param name="characterAt">Of <see cref="CharacterOffsets"/>, those of the token's bytes and of the byte that follows.</param>
    /// <param name="edges">Which tokens mentions may begin and end with.</param>
    private static TextToken Place(string text, TokenId token, ReadOnlySpan<int> characterAt, TokenEdges edges)
    {
        bool startsWhole = characterAt[0] >= 0;
        bool endsWhole = characterAt[^1] >= 0;
        int start = startsWhole ? characterAt[0] : ~characterAt[0];
        int end = endsWhole ? characterAt[^1] : ~characterAt[^1];
        while (startsWhole && start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        bool mayStart = startsWhole && endsWhole && start < end;
        bool mayEnd = mayStart;
        if (edges == TokenEdges.Separate)
        {
            // A character that the token only begins can begin a mention, but for white space: the next token is inside it.
            mayStart = startsWhole && (start < end || (!endsWhole && !char.IsWhiteSpace(text[start])));
            mayEnd = endsWhole;
        }

        return new TextToken(
            token,
            start,
            end,
            mayStart && WordBoundaries.IsBoundary(text, start),
            mayEnd && !char.IsWhiteSpace(text[end - 1]) && WordBoundaries.IsBoundary(text, end));
    }

    /// <summary>For each byte, the UTF-16 offset of the character that starts there, or the complement of the one it lies inside.</summary>
    private static int[] CharacterOffsets(string text, int byteCount)
    {
        int[] offsets = new int[byteCount + 1];
        int at = 0;
        for (int i = 0; i < text.Length;)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int length = whole ? rune.Utf8SequenceLength : 3;
            Array.Fill(offsets, ~i, at, length);
            offsets[at] = i;
            at += length;
            i += whole ? rune.Utf16SequenceLength : 1;
        }

        offsets[byteCount] = text.Length;
        return offsets;
    }
}

/// <summary>A token of a document's text with its place in it. Neither offset lies inside a character.</summary>
/// <param name="Token">The token.</param>
/// <param name="Start">
/// First character that is not white space, in UTF-16 code units; equal to <paramref name="End"/> if there is none but one that the token
/// only begins.
/// </param>
/// <param name="End">One past the last character that it ends.</param>
/// <param name="StartsWord">Whether a mention may start here: a word starts at <paramref name="Start"/>, and the token at a character's edge.</param>
/// <param name="EndsWord">Whether a mention may end here: a word ends at <paramref name="End"/>, and the token with a character.</param>
public readonly record struct TextToken(TokenId Token, int Start, int End, bool StartsWord, bool EndsWord);
