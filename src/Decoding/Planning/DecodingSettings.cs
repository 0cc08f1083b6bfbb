using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.Planning;

/// <summary>How documents are decoded.</summary>
/// <param name="Mode">Free or verbatim.</param>
/// <param name="ProbabilityOverCandidates">
/// In verbatim decoding, whether a token's probability is over its candidates (for models trained that way) or over the vocabulary.
/// </param>
/// <param name="Limits">What bounds a plan.</param>
public sealed record DecodingSettings(DecodingMode Mode, bool ProbabilityOverCandidates, PlanLimits Limits);
