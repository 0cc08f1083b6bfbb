namespace PaDeNer.Simulation;

/// <summary>What of a document matters to a scheduler.</summary>
/// <param name="TextTokens">Tokens of its text; 1 or more.</param>
/// <param name="Mentions">For each label asked for, the tokens of each of its mentions.</param>
public sealed record SimulatedDocument(int TextTokens, IReadOnlyList<IReadOnlyList<int>> Mentions);
