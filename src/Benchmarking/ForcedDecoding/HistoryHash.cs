using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>A hash of the tokens a sequence holds, made longer token by token.</summary>
internal static class HistoryHash
{
    /// <summary>The hash of no tokens.</summary>
    public const ulong Empty = 0x9E3779B97F4A7C15UL;

    /// <summary>The hash after one more token.</summary>
    public static ulong Next(ulong history, TokenId token)
    {
        // Multiply and fold, twice: 64 bits well mixed, so that two histories of a run meet by accident about never.
        ulong mixed = (history ^ (uint)token.Value) * 0xBF58476D1CE4E5B9UL;
        mixed ^= mixed >> 29;
        mixed *= 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 32);
    }

    /// <summary>The hash after more tokens.</summary>
    public static ulong Next(ulong history, ReadOnlySpan<TokenId> tokens)
    {
        foreach (TokenId token in tokens)
        {
            history = Next(history, token);
        }

        return history;
    }
}
