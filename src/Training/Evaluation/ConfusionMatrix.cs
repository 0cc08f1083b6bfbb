using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>
/// What was annotated against what was given, in strings of the paper's metric. Row and column <see cref="None"/> hold what was given
/// without being annotated, and what was annotated without being given.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _cells;

    private ConfusionMatrix(IReadOnlyList<string> labels)
    {
        Labels = labels;
        _cells = new int[labels.Count + 1, labels.Count + 1];
    }

    /// <summary>The labels, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Index of the row and column for no label.</summary>
    public int None => Labels.Count;

    /// <summary>How many strings of a label (or of none) were given as another (or not at all).</summary>
    /// <param name="gold">Row: index of the annotated label, or <see cref="None"/>.</param>
    /// <param name="given">Column: index of the label given, or <see cref="None"/>.</param>
    public int this[int gold, int given] => _cells[gold, given];

    internal static ConfusionMatrix Of(IReadOnlyList<string> labels, IReadOnlyList<ScoredText> texts)
    {
        ConfusionMatrix matrix = new(labels);
        foreach (ScoredText text in texts)
        {
            matrix.Add(Pairs(text.Source.Gold), Pairs(text.Entities));
        }

        return matrix;
    }

    private static HashSet<(string Label, string Text)> Pairs(IReadOnlyList<Entity> entities) =>
        [.. entities.Select(static entity => (entity.Label.Name, entity.Text))];

    private void Add(HashSet<(string Label, string Text)> gold, HashSet<(string Label, string Text)> given)
    {
        foreach ((string label, string text) in given)
        {
            string? annotated = gold.Contains((label, text)) ? label : Labels.FirstOrDefault(other => gold.Contains((other, text)));
            _cells[IndexOf(annotated), IndexOf(label)]++;
        }

        foreach ((string label, string text) in gold)
        {
            if (!Labels.Any(other => given.Contains((other, text))))
            {
                _cells[IndexOf(label), None]++;
            }
        }
    }

    private int IndexOf(string? label)
    {
        for (int index = 0; index < Labels.Count; index++)
        {
            if (Labels[index] == label)
            {
                return index;
            }
        }

        return None;
    }
}
