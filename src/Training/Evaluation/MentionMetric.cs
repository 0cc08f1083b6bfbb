using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>The two ways of counting what is right.</summary>
internal static class MentionMetric
{
    /// <summary>
    /// The paper's: per text and label, the set of mention strings wanted against the set given. Offsets do not matter, and a string that
    /// comes twice counts once.
    /// </summary>
    public static ScoreTable Strings(IReadOnlyList<string> labels, IReadOnlyList<ScoredText> texts) =>
        Score(labels, texts, static entity => entity.Text);

    /// <summary>Strict: per text and label, the set of places. What has no place is wrong.</summary>
    public static ScoreTable Spans(IReadOnlyList<string> labels, IReadOnlyList<ScoredText> texts) =>
        Score(labels, texts, static entity => entity.Span);

    private static ScoreTable Score<TKey>(IReadOnlyList<string> labels, IReadOnlyList<ScoredText> texts, Func<Entity, TKey> keyOf)
    {
        Dictionary<string, Scores> scores = labels.ToDictionary(static label => label, static _ => default(Scores), StringComparer.Ordinal);
        foreach (ScoredText text in texts)
        {
            foreach (string label in text.Source.Labels)
            {
                (HashSet<TKey> gold, int goldUnplaced) = Keys(text.Source.Gold, label, keyOf);
                (HashSet<TKey> given, int givenUnplaced) = Keys(text.Entities, label, keyOf);
                int right = given.Count(gold.Contains);
                scores[label] += new Scores(gold.Count + goldUnplaced, given.Count + givenUnplaced, right);
            }
        }

        return new ScoreTable([.. labels.Select(label => (label, scores[label]))]);
    }

    private static (HashSet<TKey> Keys, int Unplaced) Keys<TKey>(IReadOnlyList<Entity> entities, string label, Func<Entity, TKey> keyOf)
    {
        HashSet<TKey> keys = [];
        int unplaced = 0;
        foreach (Entity entity in entities)
        {
            if (entity.Label.Name != label)
            {
                continue;
            }

            if (keyOf(entity) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                unplaced++;
            }
        }

        return (keys, unplaced);
    }
}
