using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>What is asked for one mention, and what a perfect model answers.</summary>
/// <param name="Prompt">What follows the label's prompt: the count and the mention's number.</param>
/// <param name="Answer">The mention's tokens and the end.</param>
public sealed record MentionAnswer(TokenId[] Prompt, TokenId[] Answer);
