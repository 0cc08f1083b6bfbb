using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>What is asked of one label, and what a perfect model answers.</summary>
/// <param name="Prompt">The label's whole prompt: prefix and the label's own tokens.</param>
/// <param name="Count">The tokens of its count.</param>
/// <param name="Mentions">Its mentions, in order.</param>
public sealed record LabelAnswers(TokenId[] Prompt, TokenId[] Count, IReadOnlyList<MentionAnswer> Mentions);
