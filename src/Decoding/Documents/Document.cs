namespace PaDeNer.Decoding.Documents;

/// <summary>A record that could be read: what users count and what the latency objective is about. Knows nothing of Kafka.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Text">Its text, any length.</param>
/// <param name="Labels">The labels asked of it.</param>
/// <param name="Metadata">Its producer's metadata as JSON, handed through untouched; null where there is none.</param>
public sealed record Document(DocumentId Id, string Text, LabelSet Labels, string? Metadata = null);
