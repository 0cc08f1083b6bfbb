namespace PaDeNer.Decoding.Engine;

/// <summary>A leased engine sequence id: one row of attention memory that grows token by token.</summary>
/// <param name="Value">0 to <see cref="EngineCapacity.Slots"/> - 1.</param>
public readonly record struct SlotId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
