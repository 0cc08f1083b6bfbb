using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Reformulation;

/// <summary>One mention of a label: what asks for it, and the mention.</summary>
/// <param name="Prompt">Follows the count: the mention's tag.</param>
/// <param name="Mention">The mention that is the answer.</param>
public sealed record MentionBranch(string Prompt, Annotation Mention);
