using PaDeNer.Training.Evaluation;

namespace PaDeNer.Training.Predictions;

/// <summary>A file of predictions that were made elsewhere.</summary>
/// <param name="Labels">Every label predicted or annotated, in ordinal order.</param>
/// <param name="Texts">The texts, in the order of the file; each is judged for every label.</param>
public sealed record PredictedTexts(IReadOnlyList<string> Labels, IReadOnlyList<EvaluatedText> Texts);
