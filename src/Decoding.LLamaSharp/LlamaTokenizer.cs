using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using LLama.Native;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// A model's vocabulary. Text that looks like a control token stays text. Safe from any thread; usable until its model is disposed.
/// Half of a surrogate pair, which is no character, is read as U+FFFD.
/// </summary>
public sealed class LlamaTokenizer : ITokenizer
{
    private readonly SafeLlamaModelHandle _model;
    private readonly VocabularyBytes _bytes;
    private readonly bool[] _endsGeneration;
    private readonly FrozenDictionary<string, TokenId> _controlTokens;
    private readonly SpaceMark? _spaceMark;
    private volatile bool _ended;

    /// <summary>Reads the vocabulary once.</summary>
    internal LlamaTokenizer(SafeLlamaModelHandle model)
    {
        _model = model;
        _bytes = VocabularyBytes.Read(model);
        SafeLlamaModelHandle.Vocabulary vocabulary = model.Vocab;
        _endsGeneration = new bool[VocabularySize];
        for (int token = 0; token < VocabularySize; token++)
        {
            _endsGeneration[token] = ((LLamaToken)token).IsEndOfGeneration(vocabulary);
        }

        _controlTokens = ReadControlTokens(model);
        BeginOfText = vocabulary is { ShouldAddBOS: true, BOS: { } begin } ? new TokenId((int)begin) : null;
        EndOfText = vocabulary.EOS is { } end
            ? new TokenId((int)end)
            : throw new EngineFaultException("The model's vocabulary has no end-of-text token.");

        _spaceMark = SpaceMark.Of(_bytes, TokenizeAsIs);
        TokenId[] letter = Tokenize("a");
        AddsLeadingSpace = letter.Length > 0 && BytesOf(letter[0]) is [(byte)' ', ..];
    }

    /// <inheritdoc/>
    public int VocabularySize => _bytes.Count;

    /// <inheritdoc/>
    public TokenId? BeginOfText { get; }

    /// <inheritdoc/>
    public TokenId EndOfText { get; }

    /// <inheritdoc/>
    public bool AddsLeadingSpace { get; }

    /// <inheritdoc/>
    public bool IsEndOfGeneration(TokenId token) => _endsGeneration[token.Value];

    /// <inheritdoc/>
    public TokenId? FindControlToken(string name) => _controlTokens.TryGetValue(name, out TokenId token) ? token : null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(TokenId token) => _bytes.Of(token);

    /// <inheritdoc/>
    public TokenId[] Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ObjectDisposedException.ThrowIf(_ended, this);
        return _spaceMark is null ? TokenizeAsIs(text) : _spaceMark.Tokenize(text, TokenizeAsIs);
    }

    /// <summary>Its model is disposed of. Engines may keep the weights for longer, and with them the native vocabulary.</summary>
    internal void End() => _ended = true;

    private TokenId[] TokenizeAsIs(string text) =>
        MemoryMarshal.Cast<LLamaToken, TokenId>(_model.Tokenize(text, addBos: false, special: false, Encoding.UTF8)).ToArray();

    private static FrozenDictionary<string, TokenId> ReadControlTokens(SafeLlamaModelHandle model)
    {
        SafeLlamaModelHandle.Vocabulary vocabulary = model.Vocab;
        Dictionary<string, TokenId> tokens = new(StringComparer.Ordinal);
        byte[] name = new byte[256];
        for (int token = 0; token < vocabulary.Count; token++)
        {
            if (((LLamaToken)token).IsControl(vocabulary))
            {
                int length = Math.Min((int)model.TokenToSpan(token, name, special: true), name.Length);
                tokens.TryAdd(Encoding.UTF8.GetString(name, 0, length), new TokenId(token));
            }
        }

        return tokens.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
