using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// What asks for a label by its words: the tokens of one blank and the words, between two control tokens. Words that were asked lately are
/// kept; how many is bounded, whoever asks for what. Safe from any thread.
/// </summary>
/// <param name="tokenizer">The vocabulary.</param>
/// <param name="before">Comes before the words.</param>
/// <param name="after">Comes after the words.</param>
internal sealed class LabelTokens(ITokenizer tokenizer, TokenId before, TokenId after)
{
    /// <summary>
    /// Words of one generation; there are two. When the newer one is full the older one goes, so that what is asked again and again stays
    /// and what was asked once does not.
    /// </summary>
    internal const int WordsKept = 1024;

    private readonly Lock _lock = new();
    private Dictionary<string, TokenId[]> _newer = new(StringComparer.Ordinal);
    private Dictionary<string, TokenId[]> _older = new(StringComparer.Ordinal);

    /// <summary>How many words are kept at the moment; for tests.</summary>
    internal int Kept
    {
        get
        {
            lock (_lock)
            {
                return _newer.Count + _older.Count;
            }
        }
    }

    /// <summary>Tokens of the words alone.</summary>
    public int CountOf(string words) => SuffixOf(words).Length - 2;

    /// <summary>The whole suffix; not to be changed.</summary>
    public TokenId[] SuffixOf(string words)
    {
        lock (_lock)
        {
            if (_newer.TryGetValue(words, out TokenId[]? known))
            {
                return known;
            }

            if (_older.TryGetValue(words, out known))
            {
                Keep(words, known);
                return known;
            }
        }

        TokenId[] suffix = [before, .. tokenizer.Tokenize(" " + words), after];
        lock (_lock)
        {
            Keep(words, suffix);
        }

        return suffix;
    }

    private void Keep(string words, TokenId[] suffix)
    {
        if (_newer.Count >= WordsKept)
        {
            (_older, _newer) = (_newer, new Dictionary<string, TokenId[]>(StringComparer.Ordinal));
        }

        _newer[words] = suffix;
    }
}
