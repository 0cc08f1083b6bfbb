namespace PaDeNer.Training.Evaluation;

/// <summary>How good the announced counts were: one question per text and label.</summary>
/// <param name="Exact">Counts that were right.</param>
/// <param name="Over">Counts above the annotated one.</param>
/// <param name="Under">Counts below it.</param>
public readonly record struct CountScores(int Exact, int Over, int Under)
{
    /// <summary>Questions asked.</summary>
    public int Questions => Exact + Over + Under;

    /// <summary>Share of counts that were right, 0 to 1; null where none was asked.</summary>
    public double? Accuracy => Questions == 0 ? null : (double)Exact / Questions;

    /// <summary>Both together.</summary>
    public static CountScores operator +(CountScores first, CountScores second) => Add(first, second);

    /// <summary>Both together.</summary>
    public static CountScores Add(CountScores left, CountScores right) =>
        new(left.Exact + right.Exact, left.Over + right.Over, left.Under + right.Under);
}
