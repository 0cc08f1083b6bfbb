namespace PaDeNer.Decoding.Engine;

/// <summary>Makes a slot's first tokens part of another slot too; nothing is computed or moved.</summary>
/// <param name="Source">The slot that holds them.</param>
/// <param name="Target">An empty slot.</param>
/// <param name="Length">How many tokens, from position 0.</param>
public readonly record struct PrefixCopy(SlotId Source, SlotId Target, int Length);
