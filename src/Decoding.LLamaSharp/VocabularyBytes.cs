using LLama.Native;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LLamaSharp;

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

    /// <summary>Reads a model's vocabulary.</summary>
    public static VocabularyBytes Read(SafeLlamaModelHandle model)
    {
        int count = model.Vocab.Count;
        int[] starts = new int[count + 1];
        byte[] bytes = new byte[count * 8];
        int used = 0;
        for (int token = 0; token < count; token++)
        {
            starts[token] = used;

            // Says how many bytes there are, whether or not they found room.
            int length = (int)model.TokenToSpan(token, bytes.AsSpan(used));
            if (length > bytes.Length - used)
            {
                Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + length));
                length = (int)model.TokenToSpan(token, bytes.AsSpan(used));
            }

            used += length;
        }

        starts[count] = used;
        Array.Resize(ref bytes, used);
        return new VocabularyBytes(bytes, starts);
    }
}
