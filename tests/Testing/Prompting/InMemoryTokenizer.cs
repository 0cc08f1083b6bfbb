using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Prompting;

/// <summary>
/// A vocabulary that grows: a piece is a word with its leading space, cut into parts of at most four bytes, or a single other
/// character. Loses no byte, like a SentencePiece vocabulary with byte fallback.
/// </summary>
public sealed class InMemoryTokenizer : ITokenizer
{
    private const int FirstPiece = 300;
    private readonly ConcurrentDictionary<string, TokenId> _pieces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, byte[]> _bytes = new();
    private readonly Dictionary<string, TokenId> _controls = new(StringComparer.Ordinal);
    private readonly string[] _merges;

    /// <summary>A vocabulary.</summary>
    /// <param name="labels">Label tags.</param>
    /// <param name="maxCount">Count tags but for 0, and mention tags.</param>
    /// <param name="merges">Texts that are one piece wherever they stand; none by default.</param>
    public InMemoryTokenizer(int labels = 8, int maxCount = 31, params string[] merges)
    {
        _merges = merges;
        _controls[CompactTags.BeginOfText] = new TokenId(1);
        _controls[CompactTags.EndOfMention] = new TokenId(2);
        int id = 3;
        foreach (string name in Enumerable.Range(1, labels).Select(i => $"<|label {i}|>")
            .Concat(Enumerable.Range(0, maxCount + 1).Select(i => $"<|count {i}|>"))
            .Concat(Enumerable.Range(1, maxCount).Select(i => $"<|mention {i}|>"))
            .Append(CompactTags.LabelWords).Append(CompactTags.EndOfWords))
        {
            _controls[name] = new TokenId(id++);
        }
    }

    public int VocabularySize => int.MaxValue;

    public TokenId? BeginOfText => new TokenId(1);

    public TokenId EndOfText => new(2);

    public bool AddsLeadingSpace => true;

    public bool IsEndOfGeneration(TokenId token) => token == EndOfText;

    public TokenId? FindControlToken(string name) => _controls.TryGetValue(name, out TokenId token) ? token : null;

    public TokenId[] Tokenize(string text) => [.. Pieces(" " + text).Select(Intern)];

    public ReadOnlySpan<byte> BytesOf(TokenId token) => _bytes.TryGetValue(token.Value, out byte[]? bytes) ? bytes : [];

    private IEnumerable<string> Pieces(string text)
    {
        int from = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (_merges.FirstOrDefault(merge => text.AsSpan(at).StartsWith(merge)) is { } whole)
            {
                foreach (string piece in Single(text[from..at]).Append(whole))
                {
                    yield return piece;
                }

                from = at + whole.Length;
                at = from - 1;
            }
        }

        foreach (string piece in Single(text[from..]))
        {
            yield return piece;
        }
    }

    private static IEnumerable<string> Single(string text)
    {
        StringBuilder piece = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool letter = Rune.IsLetter(rune);
            if (piece.Length > 0 && (!letter || piece.Length >= 4))
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune);
            if (!letter && rune.Value != ' ')
            {
                yield return piece.ToString();
                piece.Clear();
            }
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }

    /// <summary>A piece's id depends on the piece alone, so that texts tokenised at once by several threads get the same ids each time.</summary>
    private TokenId Intern(string piece) => _pieces.GetOrAdd(piece, static (text, self) =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        uint hash = 2166136261;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 16777619;
        }

        TokenId token = new(FirstPiece + (int)(hash % (int.MaxValue - FirstPiece)));
        byte[] known = self._bytes.GetOrAdd(token.Value, bytes);
        return known.AsSpan().SequenceEqual(bytes) ? token : throw new InvalidOperationException($"'{text}' has another piece's id.");
    }, this);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_pieces.Count} pieces");
}
