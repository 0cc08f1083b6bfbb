namespace PaDeNer.Training.Reformulation;

/// <summary>How training examples are written.</summary>
public enum ExampleForm
{
    /// <summary>A line per example: prompt and completion.</summary>
    Examples,

    /// <summary>A line per text: the text once, branches per label, branches of those per mention.</summary>
    Tree,
}
