using PaDeNer.Decoding.Documents;

namespace PaDeNer.Decoding.Entities;

/// <summary>Removes mentions that stand under several labels: the label of the most probable one wins. Repeats under one label stay.</summary>
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
