using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp.Interop;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>The bytes of every token of a vocabulary, in one array, read once.</summary>
internal sealed class VocabularyBytes
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    private VocabularyBytes(byte[] bytes, int[] starts)
    {
        _bytes = bytes;
        _starts = starts;
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>A token's bytes; none for control tokens.</summary>
    public ReadOnlySpan<byte> Of(TokenId token) => _bytes.AsSpan(_starts[token.Value], _starts[token.Value + 1] - _starts[token.Value]);

    /// <summary>Reads a vocabulary.</summary>
    public static unsafe VocabularyBytes Read(VocabularyHandle vocabulary)
    {
        int count = NativeMethods.llama_vocab_n_tokens(vocabulary);
        int[] starts = new int[count + 1];
        byte[] bytes = new byte[count * 8];
        int used = 0;
        for (int token = 0; token < count; token++)
        {
            starts[token] = used;
            int written = Piece(vocabulary, token, bytes.AsSpan(used));
            if (written < 0)
            {
                Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used - written));
                written = Piece(vocabulary, token, bytes.AsSpan(used));
            }

            used += written >= 0 ? written : throw new EngineFaultException($"Token {token} of the vocabulary cannot be read.");
        }

        starts[count] = used;
        Array.Resize(ref bytes, used);
        return new VocabularyBytes(bytes, starts);

        static int Piece(VocabularyHandle vocabulary, int token, Span<byte> buffer)
        {
            fixed (byte* start = buffer)
            {
                return NativeMethods.llama_token_to_piece(vocabulary, token, start, buffer.Length, 0, special: false);
            }
        }
    }
}
