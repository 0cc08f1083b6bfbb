using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>What is known of one text after a model has read it.</summary>
/// <param name="Labels">The labels asked: no others are scored.</param>
/// <param name="Gold">Its annotated entities of these labels.</param>
/// <param name="Mentions">The entities given, before de-duplication.</param>
/// <param name="Decoded">
/// Each asked label's mentions as they were decoded, repeats and ungrounded ones included: as many as the model announced. Null for
/// a text that was cut into overlapping windows, each of which counts for itself.
/// </param>
public sealed record EvaluatedText(
    IReadOnlyList<string> Labels,
    IReadOnlyList<Entity> Gold,
    IReadOnlyList<Entity> Mentions,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Decoded);

/// <summary>A text whose duplicates and overlaps are settled.</summary>
/// <param name="Source">The text.</param>
/// <param name="Entities">What was left of its mentions: what is scored.</param>
/// <param name="OverlapsRemoved">Entities that went because a more probable one stands over a part of theirs.</param>
internal sealed record ScoredText(EvaluatedText Source, IReadOnlyList<Entity> Entities, int OverlapsRemoved = 0);
