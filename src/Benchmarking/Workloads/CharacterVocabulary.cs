using System.Text;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>
/// One token per character, for texts in a script that the model's vocabulary spells in bytes: three tokens per character would favour
/// the system that generates fewest tokens, which is this daemon. The tokens' numbers are ordinary pieces of the model, handed out in order of first appearance;
/// with forced answers the weights do not matter. Control tokens are the model's own.
/// </summary>
/// <param name="model">The model's vocabulary.</param>
internal sealed class CharacterVocabulary(ITokenizer model) : ITokenizer
{
    /// <summary>A text of which this share of tokens is single bytes is in a script the vocabulary does not know.</summary>
    private const double BytesShare = 0.5;

    private readonly Lock _gate = new();
    private readonly Dictionary<Rune, TokenId> _tokens = [];
    private readonly Dictionary<TokenId, byte[]> _bytes = [];
    private int _next = model.VocabularySize - 1;

    /// <inheritdoc/>
    public int VocabularySize => model.VocabularySize;

    /// <inheritdoc/>
    public TokenId? BeginOfText => model.BeginOfText;

    /// <inheritdoc/>
    public TokenId EndOfText => model.EndOfText;

    /// <inheritdoc/>
    public bool AddsLeadingSpace => false;

    /// <summary>Whether a vocabulary spells most of these texts in bytes.</summary>
    public static bool IsNeeded(ITokenizer model, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        long tokens = 0;
        long partial = 0;
        foreach (string text in texts)
        {
            foreach (TokenId token in model.Tokenize(text))
            {
                tokens++;
                partial += model.BytesOf(token) is [>= 0x80] ? 1 : 0;
            }
        }

        return partial > tokens * BytesShare;
    }

    /// <inheritdoc/>
    public bool IsEndOfGeneration(TokenId token) => model.IsEndOfGeneration(token);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">More characters than the model has pieces.</exception>
    public TokenId[] Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_gate)
        {
            return [.. text.EnumerateRunes().Select(TokenOf)];
        }
    }

    /// <inheritdoc/>
    public TokenId? FindControlToken(string name) => model.FindControlToken(name);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(TokenId token)
    {
        lock (_gate)
        {
            return _bytes.GetValueOrDefault(token, []);
        }
    }

    private TokenId TokenOf(Rune character)
    {
        if (!_tokens.TryGetValue(character, out TokenId token))
        {
            token = NextPiece();
            byte[] bytes = new byte[character.Utf8SequenceLength];
            character.EncodeToUtf8(bytes);
            _tokens[character] = token;
            _bytes[token] = bytes;
        }

        return token;
    }

    /// <summary>The next ordinary piece, from the end of the vocabulary: control tokens and bytes stand at its beginning.</summary>
    private TokenId NextPiece()
    {
        while (_next >= 0)
        {
            TokenId piece = new(_next--);
            if (model.BytesOf(piece).Length > 0 && !model.IsEndOfGeneration(piece))
            {
                return piece;
            }
        }

        throw new InvalidOperationException($"The texts have more than the {_tokens.Count} characters that the model has pieces for.");
    }
}
