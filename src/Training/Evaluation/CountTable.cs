using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>Announced counts against annotated ones, per label.</summary>
/// <param name="Labels">Each label's, in label order.</param>
public sealed record CountTable(IReadOnlyList<(string Label, CountScores Scores)> Labels)
{
    /// <summary>All labels together.</summary>
    public CountScores All => Labels.Aggregate(default(CountScores), static (sum, label) => sum + label.Scores);

    internal static CountTable Of(IReadOnlyList<string> labels, IReadOnlyList<ScoredText> texts)
    {
        Dictionary<string, CountScores> scores = labels.ToDictionary(static label => label, static _ => default(CountScores), StringComparer.Ordinal);
        foreach (EvaluatedText text in texts.Select(static scored => scored.Source))
        {
            foreach ((string label, IReadOnlyList<string> decoded) in text.Decoded ?? new Dictionary<string, IReadOnlyList<string>>())
            {
                scores[label] += Compare(decoded.Count, CountOf(text.Gold, label));
            }
        }

        return new CountTable([.. labels.Select(label => (label, scores[label]))]);
    }

    internal static int CountOf(IReadOnlyList<Entity> entities, string label) => entities.Count(entity => entity.Label.Name == label);

    private static CountScores Compare(int announced, int gold) =>
        new(announced == gold ? 1 : 0, announced > gold ? 1 : 0, announced < gold ? 1 : 0);
}
