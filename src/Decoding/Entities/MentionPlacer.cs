namespace PaDeNer.Decoding.Entities;

/// <summary>
/// Says where mentions stand whose text occurs more than once. What counts, in this order: each mention of a label has a place of its
/// own; a label's mentions stand in the order in which the model named them; they do not overlap; a mention does not stand inside a
/// longer one of another label. Among equals the earliest places are taken. A mention that comes more often than its text occurs is put
/// where another one of it stands.
/// </summary>
public static class MentionPlacer
{
    // Each outweighs any number of the one before it that a label can have.
    private const long Inside = 1;
    private const long Overlaps = 1L << 16;
    private const long Backwards = 1L << 32;
    private const long Again = 1L << 48;

    /// <summary>Places all mentions of one text.</summary>
    /// <param name="labels">For each label and each of its mentions, in the model's order: where it may stand, in text order; empty for nowhere.</param>
    /// <returns>For each of them its place; null where there is none.</returns>
    public static IReadOnlyList<IReadOnlyList<TextSpan?>> Place(IReadOnlyList<IReadOnlyList<IReadOnlyList<TextSpan>>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        TextSpan?[][] placed = [.. labels.Select(static mentions => PlaceLabel(mentions, []))];
        for (int label = 0; label < labels.Count; label++)
        {
            // Where there is no choice, others do not matter.
            if (labels[label].Any(static places => places.Count > 1))
            {
                List<TextSpan> others = [.. placed.Where((_, other) => other != label).SelectMany(static spans => spans).OfType<TextSpan>().Distinct()];
                placed[label] = PlaceLabel(labels[label], others);
            }
        }

        return placed;
    }

    private static TextSpan?[] PlaceLabel(IReadOnlyList<IReadOnlyList<TextSpan>> mentions, IReadOnlyList<TextSpan> others)
    {
        TextSpan?[] placed = new TextSpan?[mentions.Count];
        int[] known = [.. Enumerable.Range(0, mentions.Count).Where(mention => mentions[mention].Count > 0)];
        long[][] costs = Costs([.. known.Select(mention => mentions[mention])], others);
        TextSpan? previous = null;
        for (int i = 0; i < known.Length; i++)
        {
            IReadOnlyList<TextSpan> places = mentions[known[i]];
            int best = 0;
            for (int place = 1; place < places.Count; place++)
            {
                best = Step(previous, places[place]) + costs[i][place] < Step(previous, places[best]) + costs[i][best] ? place : best;
            }

            placed[known[i]] = previous = places[best];
        }

        Separate(mentions, placed, others);
        return placed;
    }

    /// <summary>For each mention and place, the least that it and the mentions after it cost.</summary>
    private static long[][] Costs(IReadOnlyList<TextSpan>[] mentions, IReadOnlyList<TextSpan> others)
    {
        long[][] costs = new long[mentions.Length][];
        for (int i = mentions.Length - 1; i >= 0; i--)
        {
            costs[i] = [.. mentions[i].Select(place => IsInside(place, others) ? Inside : 0)];
            if (i + 1 < mentions.Length)
            {
                AddRest(costs[i], mentions[i], mentions[i + 1], costs[i + 1]);
            }
        }

        return costs;
    }

    /// <summary>Adds what follows. Of the places that cost the same step only the cheapest matters, and these are runs of the places' order.</summary>
    private static void AddRest(long[] costs, IReadOnlyList<TextSpan> places, IReadOnlyList<TextSpan> next, long[] nextCosts)
    {
        long[] cheapestFrom = new long[next.Count + 1];
        cheapestFrom[next.Count] = long.MaxValue;
        for (int i = next.Count - 1; i >= 0; i--)
        {
            cheapestFrom[i] = Math.Min(cheapestFrom[i + 1], nextCosts[i]);
        }

        int starting = 0;
        int clear = 0;
        long cheapestBefore = long.MaxValue;
        for (int i = 0; i < places.Count; i++)
        {
            for (; starting < next.Count && next[starting].Start < places[i].Start; starting++)
            {
                cheapestBefore = Math.Min(cheapestBefore, nextCosts[starting] + Backwards);
            }

            clear = Math.Max(clear, starting);
            while (clear < next.Count && next[clear].Start < places[i].End)
            {
                clear++;
            }

            long cheapest = Math.Min(cheapestBefore, cheapestFrom[clear]);
            for (int overlapping = starting; overlapping < clear; overlapping++)
            {
                cheapest = Math.Min(cheapest, nextCosts[overlapping] + Step(places[i], next[overlapping]));
            }

            costs[i] += cheapest;
        }
    }

    private static long Step(TextSpan? from, TextSpan to) =>
        from is not { } previous || to.Start >= previous.End ? 0
        : to == previous ? Again
        : to.Start < previous.Start ? Backwards
        : Overlaps;

    /// <summary>Whether a place lies inside a longer one.</summary>
    private static bool IsInside(TextSpan place, IReadOnlyList<TextSpan> others)
    {
        foreach (TextSpan other in others)
        {
            if (other.Start <= place.Start && other.End >= place.End && other.Length > place.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Gives mentions that came to stand at one place the free places of their text, where there are any; a text's mentions then stand in
    /// the model's order.
    /// </summary>
    private static void Separate(IReadOnlyList<IReadOnlyList<TextSpan>> mentions, TextSpan?[] placed, IReadOnlyList<TextSpan> others)
    {
        HashSet<TextSpan> used = [.. placed.OfType<TextSpan>()];
        HashSet<TextSpan> seen = [];
        for (int i = 0; i < placed.Length; i++)
        {
            if (placed[i] is not { } place || seen.Add(place))
            {
                continue;
            }

            TextSpan[] free = [.. mentions[i].Where(other => !used.Contains(other)).OrderBy(other => IsInside(other, others))];
            if (free.Length > 0)
            {
                placed[i] = free[0];
                used.Add(free[0]);
                seen.Add(free[0]);
                Sort(placed, [.. Enumerable.Range(0, placed.Length).Where(j => IsSameText(mentions[i], mentions[j]))]);
            }
        }
    }

    /// <summary>Mentions of one text have the same places, and no others have the first of them in the same length.</summary>
    private static bool IsSameText(IReadOnlyList<TextSpan> first, IReadOnlyList<TextSpan> second) =>
        first.Count == second.Count && first[0] == second[0];

    private static void Sort(TextSpan?[] placed, int[] mentions)
    {
        TextSpan?[] sorted = [.. mentions.Select(mention => placed[mention]).OrderBy(static span => span!.Value.Start)];
        for (int i = 0; i < mentions.Length; i++)
        {
            placed[mentions[i]] = sorted[i];
        }
    }
}
