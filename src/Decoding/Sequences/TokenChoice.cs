namespace PaDeNer.Decoding.Sequences;

/// <summary>The greedy choice at one output row.</summary>
/// <param name="Token">The chosen token.</param>
/// <param name="LogProbability">Natural logarithm of its probability in the scope asked for; 0 or less, NaN where the logits were no numbers.</param>
/// <param name="Margin">
/// Logit of the chosen token minus that of the runner-up in the same scope; 0 or more, positive infinity where there was no runner-up.
/// A small margin is a near-tie, which another order of floating-point additions may turn round.
/// </param>
public readonly record struct TokenChoice(TokenId Token, float LogProbability, float Margin)
{
    /// <summary>Whether the logits were numbers; a choice among anything else means nothing.</summary>
    public bool IsValid => !float.IsNaN(LogProbability);
}
