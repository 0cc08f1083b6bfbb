using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Datasets;

/// <summary>An entity that an annotator marked.</summary>
/// <param name="Label">Its label's wire name.</param>
/// <param name="Span">Where it stands, in UTF-16 code units.</param>
/// <param name="Text">The text at <paramref name="Span"/>.</param>
public sealed record Annotation(string Label, TextSpan Span, string Text);
