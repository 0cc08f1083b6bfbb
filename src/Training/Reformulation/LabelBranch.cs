namespace PaDeNer.Training.Reformulation;

/// <summary>One label of a text: what asks for its count, the count, and its mentions.</summary>
/// <param name="Label">The label's wire name.</param>
/// <param name="Prompt">Follows the text; the answer is <paramref name="Count"/>.</param>
/// <param name="Count">The count as the model is to say it.</param>
/// <param name="Mentions">In the order of the data; empty for a count of 0.</param>
public sealed record LabelBranch(string Label, string Prompt, string Count, IReadOnlyList<MentionBranch> Mentions);
