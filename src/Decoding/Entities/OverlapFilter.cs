namespace PaDeNer.Decoding.Entities;

/// <summary>Keeps the most probable of overlapping entities, whatever their labels. Entities without a place overlap with none.</summary>
public static class OverlapFilter
{
    /// <summary>Applies a policy to the entities of one document.</summary>
    /// <param name="entities">In label order; of equally probable ones the longer wins, then the earlier, then the first.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>What is left, in the same order.</returns>
    public static IReadOnlyList<Entity> Apply(IReadOnlyList<Entity> entities, OverlapPolicy policy) => policy switch
    {
        OverlapPolicy.Flat => Flat(entities),
        OverlapPolicy.Allow => entities,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    private static List<Entity> Flat(IReadOnlyList<Entity> entities)
    {
        // Kept spans do not overlap, so they lie in the order of both starts and ends.
        SortedSet<TextSpan> kept = new(Comparer<TextSpan>.Create(static (first, second) => first.Start.CompareTo(second.Start)));
        bool[] keep = new bool[entities.Count];
        foreach (int i in Enumerable.Range(0, entities.Count)
            .OrderByDescending(i => entities[i].Probability)
            .ThenByDescending(i => entities[i].Span?.Length)
            .ThenBy(i => entities[i].Span?.Start))
        {
            keep[i] = entities[i].Span is not { } span || (IsFree(kept, span) && kept.Add(span));
        }

        return [.. entities.Where((_, i) => keep[i])];
    }

    /// <summary>Whether the last span that begins before this one's end ends before its start; of a view without spans the last is empty.</summary>
    private static bool IsFree(SortedSet<TextSpan> kept, TextSpan span) =>
        kept.GetViewBetween(new TextSpan(int.MinValue, 0), new TextSpan(span.End - 1, 0)).Max.End <= span.Start;
}
