using System.Numerics.Tensors;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Sampling;

/// <summary>Turns a row of logits into the most likely token, its log-probability and its margin. Allocates nothing.</summary>
public static class GreedySampler
{
    private const int ChunkLength = 512;

    /// <summary>The best token of a whole row.</summary>
    /// <param name="logits">One value per token of the vocabulary; none may be NaN.</param>
    public static TokenChoice Choose(ReadOnlySpan<float> logits)
    {
        int best = TensorPrimitives.IndexOfMax(logits);
        float top = logits[best];
        float second = MathF.Max(MaxOrLowest(logits[..best]), MaxOrLowest(logits[(best + 1)..]));
        return new TokenChoice(new TokenId(best), -LogSumExpAbove(logits, top), top - second);
    }

    /// <summary>The best of a row's candidates; the first of equals wins, so that the order of candidates decides ties.</summary>
    /// <param name="logits">One value per token of the vocabulary.</param>
    /// <param name="candidates">At least one token.</param>
    /// <param name="scope">Over which tokens the probability is taken; not <see cref="ChoiceScope.Vocabulary"/>.</param>
    public static TokenChoice Choose(ReadOnlySpan<float> logits, ReadOnlySpan<TokenId> candidates, ChoiceScope scope)
    {
        TokenId best = candidates[0];
        float top = logits[best.Value];
        float second = float.NegativeInfinity;
        foreach (TokenId candidate in candidates[1..])
        {
            float logit = logits[candidate.Value];
            if (logit > top)
            {
                (second, top, best) = (top, logit, candidate);
            }
            else if (logit > second)
            {
                second = logit;
            }
        }

        if (scope == ChoiceScope.CandidatesOverVocabulary)
        {
            float highest = TensorPrimitives.Max(logits);
            return new TokenChoice(best, top - highest - LogSumExpAbove(logits, highest), top - second);
        }

        double sum = 0;
        foreach (TokenId candidate in candidates)
        {
            sum += Math.Exp(logits[candidate.Value] - top);
        }

        return new TokenChoice(best, (float)-Math.Log(sum), top - second);
    }

    /// <summary>log(sum(exp(logit - top))): the usual shift by the maximum, so that nothing overflows.</summary>
    private static float LogSumExpAbove(ReadOnlySpan<float> logits, float top)
    {
        Span<float> chunk = stackalloc float[ChunkLength];
        double sum = 0;
        while (!logits.IsEmpty)
        {
            ReadOnlySpan<float> head = logits[..Math.Min(ChunkLength, logits.Length)];
            Span<float> shifted = chunk[..head.Length];
            TensorPrimitives.Subtract(head, top, shifted);
            TensorPrimitives.Exp(shifted, shifted);
            sum += TensorPrimitives.Sum(shifted);
            logits = logits[head.Length..];
        }

        return (float)Math.Log(sum);
    }

    private static float MaxOrLowest(ReadOnlySpan<float> values) =>
        values.IsEmpty ? float.NegativeInfinity : TensorPrimitives.Max(values);
}
