using PaDeNer.Decoding.Documents;

namespace PaDeNer.Decoding.Entities;

/// <summary>Removes mentions that stand under several labels: the label of the most probable one wins. The same text at several places of one label stays.</summary>
public static class MentionDeduplicator
{
    /// <summary>Applies a policy to the mentions of one document.</summary>
    /// <param name="mentions">In label order; of equally probable ones the first wins.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>What is left, in the same order.</returns>
    public static IReadOnlyList<Entity> Apply(IReadOnlyList<Entity> mentions, DeduplicationPolicy policy) => policy switch
    {
        DeduplicationPolicy.MaxProbability => KeepBestLabel(mentions, static mention => mention.Text),
        DeduplicationPolicy.PerOccurrence => KeepBestLabel(mentions, static mention => (mention.Span, mention.Span is null ? mention.Text : null)),
        DeduplicationPolicy.None => mentions,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    /// <summary>Merges mentions of one label that stand at one place into the most probable of them: a model that says a mention twice means one entity.</summary>
    /// <param name="mentions">In any order.</param>
    /// <returns>What is left, in the same order.</returns>
    public static IReadOnlyList<Entity> MergeRepeats(IReadOnlyList<Entity> mentions)
    {
        ArgumentNullException.ThrowIfNull(mentions);
        Dictionary<(Label Label, TextSpan? Span, string? Text), int> at = [];
        List<Entity> distinct = new(mentions.Count);
        foreach (Entity mention in mentions)
        {
            (Label Label, TextSpan? Span, string? Text) key = (mention.Label, mention.Span, mention.Span is null ? mention.Text : null);
            if (!at.TryGetValue(key, out int index))
            {
                at[key] = distinct.Count;
                distinct.Add(mention);
            }
            else if (mention.Probability > distinct[index].Probability)
            {
                distinct[index] = mention;
            }
        }

        return distinct;
    }

    private static List<Entity> KeepBestLabel<TKey>(IReadOnlyList<Entity> mentions, Func<Entity, TKey> keyOf)
        where TKey : notnull
    {
        Dictionary<TKey, (Label Label, double Probability)> best = [];
        foreach (Entity mention in mentions)
        {
            TKey key = keyOf(mention);
            if (!best.TryGetValue(key, out (Label Label, double Probability) winner) || mention.Probability > winner.Probability)
            {
                best[key] = (mention.Label, mention.Probability);
            }
        }

        return [.. mentions.Where(mention => best[keyOf(mention)].Label == mention.Label)];
    }
}
