namespace PaDeNer.Decoding.Engine;

/// <summary>What an engine really offers; every bound the scheduler keeps comes from here.</summary>
/// <param name="Slots">Slots that may be in use at once.</param>
/// <param name="KvCells">Tokens that may be held at once, all slots together; a token seen by several slots counts once.</param>
/// <param name="RowsPerStep">Most rows of one micro-batch.</param>
/// <param name="OutputsPerStep">Most output rows of one micro-batch.</param>
/// <param name="SequenceTokens">Most tokens of one sequence: the context length the model was trained for, or less.</param>
public sealed record EngineCapacity(int Slots, int KvCells, int RowsPerStep, int OutputsPerStep, int SequenceTokens);
