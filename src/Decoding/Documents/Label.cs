namespace PaDeNer.Decoding.Documents;

/// <summary>One entity type to look for.</summary>
/// <param name="Name">The wire name: what requests ask for and results carry.</param>
/// <param name="PromptName">What the model is shown; equal to <paramref name="Name"/> for most models.</param>
public sealed record Label(string Name, string PromptName)
{
    /// <summary>A label the model knows by its wire name.</summary>
    public Label(string name)
        : this(name, name)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
