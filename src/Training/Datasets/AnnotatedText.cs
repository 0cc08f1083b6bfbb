using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Datasets;

/// <summary>A text with its annotations.</summary>
/// <param name="Line">Line of the file it begins on, from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Annotations">In the order of the file.</param>
/// <param name="Labels">The labels its source annotates; null where the file does not say, which means all labels of the file.</param>
public sealed record AnnotatedText(int Line, string Text, IReadOnlyList<Annotation> Annotations, IReadOnlyList<string>? Labels);

/// <summary>An entity that an annotator marked.</summary>
/// <param name="Label">Its label's wire name.</param>
/// <param name="Span">Where it stands, in UTF-16 code units.</param>
/// <param name="Text">The text at <paramref name="Span"/>.</param>
public sealed record Annotation(string Label, TextSpan Span, string Text);
