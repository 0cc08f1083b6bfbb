namespace PaDeNer.Streaming.Formats;

/// <summary>The wire shape of a document, as far as it concerns us. See config/schemas/document.schema.json.</summary>
/// <param name="Id">The producer's id; null where there is none.</param>
/// <param name="Text">The text. An empty one is one: it has no entities.</param>
/// <param name="Labels">Names of the labels asked for; empty where none are.</param>
/// <param name="Metadata">The producer's metadata, compact JSON; null where there is none.</param>
internal sealed record DocumentRecord(string? Id, string Text, IReadOnlyList<string> Labels, string? Metadata);
