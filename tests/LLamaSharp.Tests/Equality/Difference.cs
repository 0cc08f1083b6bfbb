using PaDeNer.Decoding.Documents;

namespace PaDeNer.LLamaSharp.Tests.Equality;

/// <summary>Where packed decoding reads a document otherwise than one prompt at a time.</summary>
/// <param name="Document">The document.</param>
/// <param name="What">Both readings.</param>
/// <param name="Margin">The smallest margin, in logits, of the choices that led there.</param>
internal sealed record Difference(DocumentId Document, string What, float Margin);
