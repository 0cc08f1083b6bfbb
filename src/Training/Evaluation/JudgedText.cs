using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>A text whose de-duplication is settled.</summary>
/// <param name="Source">The text.</param>
/// <param name="Entities">What was left of its mentions: what is judged.</param>
internal sealed record JudgedText(EvaluatedText Source, IReadOnlyList<Entity> Entities);
