using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>What is known of one text after a model has read it.</summary>
/// <param name="Labels">The labels asked: no others are judged.</param>
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
