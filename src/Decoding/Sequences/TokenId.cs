namespace PaDeNer.Decoding.Sequences;

/// <summary>A token's number in the model's vocabulary.</summary>
/// <param name="Value">0 to vocabulary size - 1.</param>
public readonly record struct TokenId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
