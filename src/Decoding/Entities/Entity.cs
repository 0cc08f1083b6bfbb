using PaDeNer.Decoding.Documents;

namespace PaDeNer.Decoding.Entities;

/// <summary>A mention that is published.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Text">The mention's text; equal to the document's text at <paramref name="Span"/> where there is one.</param>
/// <param name="Span">Where it stands; null for a mention that does not occur in the text and is kept by setting.</param>
/// <param name="Probability">Product of the probabilities of the mention's tokens, the end token not counted; 0 to 1.</param>
public sealed record Entity(Label Label, string Text, TextSpan? Span, double Probability);
