using PaDeNer.Decoding.Documents;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Evaluating;

/// <summary>A text to be decoded and judged.</summary>
/// <param name="Document">What the model is asked: the labels that the source annotates and the model knows.</param>
/// <param name="Annotated">What is right.</param>
internal sealed record EvalText(Document Document, AnnotatedText Annotated);
