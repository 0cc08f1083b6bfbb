using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>Chooses by a hash of the tokens held: arbitrary, repeatable, and with many labels empty, as real documents are.</summary>
public static class HashedChoices
{
    /// <summary>A function of what is held and of a seed.</summary>
    /// <param name="seed">Another seed is another model.</param>
    /// <param name="end">Ends free mentions.</param>
    public static NextToken Create(int seed, TokenId end) => (held, scope, candidates) =>
    {
        ulong hash = 14695981039346656037UL ^ (uint)seed;
        foreach (TokenId token in held)
        {
            hash = (hash ^ (uint)token.Value) * 1099511628211UL;
            hash ^= hash >> 29;
        }

        float logProbability = -(float)(hash % 1000) / 1000f;
        float margin = 0.25f + ((hash >> 10) % 100 / 10f);
        if (scope == ChoiceScope.Vocabulary)
        {
            bool ends = (hash >> 20) % 3 == 0;
            TokenId copied = held[(int)((hash >> 24) % (ulong)held.Length)];
            return new TokenChoice(ends ? end : copied, logProbability, margin);
        }

        // Squaring favours the first candidates: small counts, early words.
        double place = (hash >> 20) % 1000 / 1000.0;
        int index = (int)(place * place * place * candidates.Length);
        return new TokenChoice(candidates[index], candidates.Length == 1 ? 0 : logProbability, margin);
    };
}
