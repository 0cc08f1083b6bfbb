namespace PaDeNer.Training.Evaluation;

/// <summary>How many were wanted, how many were given, how many of these were right.</summary>
/// <param name="Gold">Annotated.</param>
/// <param name="Predicted">Given.</param>
/// <param name="Right">Given and annotated.</param>
public readonly record struct Scores(int Gold, int Predicted, int Right)
{
    /// <summary>Right of given, 0 to 1; null where none was given: nothing is known of it then.</summary>
    public double? Precision => Predicted == 0 ? null : (double)Right / Predicted;

    /// <summary>Right of wanted, 0 to 1; null where none was wanted.</summary>
    public double? Recall => Gold == 0 ? null : (double)Right / Gold;

    /// <summary>Harmonic mean of both, 0 to 1; 0 where nothing was right, null where nothing was wanted and nothing given.</summary>
    public double? F1 => Gold + Predicted == 0 ? null : 2.0 * Right / (Gold + Predicted);

    /// <summary>Both together: the micro average.</summary>
    public static Scores operator +(Scores first, Scores second) => Add(first, second);

    /// <summary>Both together: the micro average.</summary>
    public static Scores Add(Scores left, Scores right) =>
        new(left.Gold + right.Gold, left.Predicted + right.Predicted, left.Right + right.Right);
}

/// <summary>Scores per label and over all of them.</summary>
/// <param name="Labels">Each label's, in label order.</param>
public sealed record ScoreTable(IReadOnlyList<(string Label, Scores Scores)> Labels)
{
    /// <summary>All labels' mentions together: the micro average.</summary>
    public Scores Micro => Labels.Aggregate(default(Scores), static (sum, label) => sum + label.Scores);
}
