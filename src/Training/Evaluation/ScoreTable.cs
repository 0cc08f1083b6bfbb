namespace PaDeNer.Training.Evaluation;

/// <summary>Scores per label and over all of them.</summary>
/// <param name="Labels">Each label's, in label order.</param>
public sealed record ScoreTable(IReadOnlyList<(string Label, Scores Scores)> Labels)
{
    /// <summary>All labels' mentions together: the micro average.</summary>
    public Scores Micro => Labels.Aggregate(default(Scores), static (sum, label) => sum + label.Scores);
}
