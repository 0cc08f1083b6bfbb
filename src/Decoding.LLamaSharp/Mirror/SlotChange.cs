namespace PaDeNer.Decoding.LLamaSharp.Mirror;

/// <summary>What a slot was before a change, so that the change can be taken back.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Tip">Its last cell.</param>
/// <param name="Length">How many tokens it held.</param>
internal readonly record struct SlotChange(int Slot, int Tip, int Length);
