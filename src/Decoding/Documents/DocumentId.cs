namespace PaDeNer.Decoding.Documents;

/// <summary>The identity of a document, as its producer gave it or as derived from its position.</summary>
/// <param name="Value">Any text; two documents may carry the same id.</param>
public readonly record struct DocumentId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
