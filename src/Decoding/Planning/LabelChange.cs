namespace PaDeNer.Decoding.Planning;

/// <summary>What became of a label when one of its sequences took its choices.</summary>
/// <param name="Born">New mention sequences that have something to decode. While they run, their count evaluates nothing itself.</param>
/// <param name="DropsMentions">
/// Whether the mentions born before are void, all of them: the count they were born under is another. Where none is born in their place
/// and the count has not ended, it goes on by itself, from the end of the label's prompt.
/// </param>
public readonly record struct LabelChange(IReadOnlyList<MentionSequence> Born, bool DropsMentions)
{
    /// <summary>Nothing changed but the sequence itself.</summary>
    public static LabelChange None { get; } = new([], false);
}
