namespace PaDeNer.Training.Evaluation;

/// <summary>
/// What went wrong, counted in errors of the paper's metric: a string given that is wrong, or one wanted that is missing. Each error
/// has one cause, the first of these that holds. The paper counts by hand and has no kind of its own for labels; most of ours would
/// be wrong counts there.
/// </summary>
/// <param name="Label">The string is annotated under another label: wrong there, missing here.</param>
/// <param name="Count">The label's count was wrong.</param>
/// <param name="Index">The count was right, but some mention came again instead of another one, which is missing.</param>
/// <param name="Text">The count was right and the mention is another text: a boundary, a wrong word.</param>
public readonly record struct ErrorBreakdown(int Label, int Count, int Index, int Text)
{
    /// <summary>All errors.</summary>
    public int Total => Label + Count + Index + Text;

    /// <summary>Share of one kind, 0 to 1.</summary>
    public double ShareOf(int errors) => Total == 0 ? 0 : (double)errors / Total;

    internal ErrorBreakdown With(ErrorKind kind) => kind switch
    {
        ErrorKind.Label => this with { Label = Label + 1 },
        ErrorKind.Count => this with { Count = Count + 1 },
        ErrorKind.Index => this with { Index = Index + 1 },
        _ => this with { Text = Text + 1 },
    };
}
