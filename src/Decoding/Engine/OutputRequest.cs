using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Engine;

/// <summary>An output row of a micro-batch: where the next token is wanted, and among which.</summary>
/// <param name="Row">Index of the row in the micro-batch.</param>
/// <param name="Scope">Among which tokens to choose.</param>
/// <param name="CandidateStart">First candidate in the micro-batch's candidate buffer.</param>
/// <param name="CandidateCount">How many candidates; 0 for <see cref="ChoiceScope.Vocabulary"/>.</param>
public readonly record struct OutputRequest(int Row, ChoiceScope Scope, int CandidateStart, int CandidateCount);
