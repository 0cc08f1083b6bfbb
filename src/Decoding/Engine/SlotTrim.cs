namespace PaDeNer.Decoding.Engine;

/// <summary>Forgets a slot's tokens from a position on.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Length">Tokens it keeps; 0 empties it.</param>
public readonly record struct SlotTrim(SlotId Slot, int Length);
