using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp.Interop;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>
/// A model's vocabulary. Text that looks like a control token stays text. Safe from any thread; usable until its model is disposed.
/// Half of a surrogate pair, which is no character, is read as U+FFFD.
/// </summary>
public sealed class LlamaCppTokenizer : ITokenizer
{
    private const int ControlAttribute = 8;
    private readonly VocabularyHandle _vocabulary;
    private readonly VocabularyBytes _bytes;
    private readonly bool[] _endsGeneration;
    private readonly FrozenDictionary<string, TokenId> _controlTokens;
    private readonly SpaceMark? _spaceMark;

    /// <summary>Reads the vocabulary once.</summary>
    internal LlamaCppTokenizer(VocabularyHandle vocabulary)
    {
        _vocabulary = vocabulary;
        _bytes = VocabularyBytes.Read(vocabulary);
        _endsGeneration = new bool[VocabularySize];
        for (int token = 0; token < VocabularySize; token++)
        {
            _endsGeneration[token] = NativeMethods.llama_vocab_is_eog(vocabulary, token);
        }

        _controlTokens = ReadControlTokens(vocabulary, VocabularySize);
        int begin = NativeMethods.llama_vocab_get_add_bos(vocabulary) ? NativeMethods.llama_vocab_bos(vocabulary) : -1;
        BeginOfText = begin < 0 ? null : new TokenId(begin);
        int end = NativeMethods.llama_vocab_eos(vocabulary);
        EndOfText = end < 0 ? throw new EngineFaultException("The model's vocabulary has no end-of-text token.") : new TokenId(end);

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
        return _spaceMark is null ? TokenizeAsIs(text) : _spaceMark.Tokenize(text, TokenizeAsIs);
    }

    private TokenId[] TokenizeAsIs(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, bytes);

        // A token stands for a byte at least, and there may be a leading space.
        int[] tokens = ArrayPool<int>.Shared.Rent(length + 1);
        int count = Tokenize(bytes.AsSpan(0, length), tokens);
        if (count < 0)
        {
            ArrayPool<int>.Shared.Return(tokens);
            tokens = ArrayPool<int>.Shared.Rent(-count);
            count = Tokenize(bytes.AsSpan(0, length), tokens);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        TokenId[] result = count < 0
            ? throw new EngineFaultException($"A text of {length} bytes could not be tokenised.")
            : MemoryMarshal.Cast<int, TokenId>(tokens.AsSpan(0, count)).ToArray();
        ArrayPool<int>.Shared.Return(tokens);
        return result;
    }

    private unsafe int Tokenize(ReadOnlySpan<byte> text, Span<int> tokens)
    {
        fixed (byte* textStart = text)
        fixed (int* tokenStart = tokens)
        {
            return NativeMethods.llama_tokenize(
                _vocabulary,
                textStart,
                text.Length,
                tokenStart,
                tokens.Length,
                addSpecial: false,
                parseSpecial: false);
        }
    }

    private static unsafe FrozenDictionary<string, TokenId> ReadControlTokens(VocabularyHandle vocabulary, int count)
    {
        Dictionary<string, TokenId> tokens = new(StringComparer.Ordinal);
        for (int token = 0; token < count; token++)
        {
            if ((NativeMethods.llama_vocab_get_attr(vocabulary, token) & ControlAttribute) != 0)
            {
                tokens.TryAdd(NativeMethods.TextOf(NativeMethods.llama_vocab_get_text(vocabulary, token)), new TokenId(token));
            }
        }

        return tokens.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
