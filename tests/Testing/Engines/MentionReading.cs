namespace PaDeNer.Testing.Engines;

/// <summary>One mention as the reference decoder reads it.</summary>
/// <param name="Label">Wire name of its label.</param>
/// <param name="Order">Which of the label's mentions, from 1.</param>
/// <param name="Text">Its text.</param>
/// <param name="LogProbability">Sum of the log-probabilities of its tokens.</param>
/// <param name="LowestMargin">Smallest margin of a choice that led to it, its label's count included.</param>
public sealed record MentionReading(string Label, int Order, string Text, double LogProbability, float LowestMargin);
