namespace PaDeNer.Batching.Admission;

/// <summary>The number that leads back to the record a document came from.</summary>
/// <param name="Value">Unique while the document is in flight.</param>
public readonly record struct JobTicket(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
