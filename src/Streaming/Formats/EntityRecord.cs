using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Formats;

/// <summary>A result as it is written. See config/schemas/entities.schema.json.</summary>
/// <param name="Document">The document.</param>
/// <param name="Entities">What was found in it.</param>
/// <param name="Timings">Where its time went; null leaves the timing out.</param>
/// <param name="Source">Where its record stands; null where it came from no topic.</param>
public sealed record EntityRecord(Document Document, DocumentEntities Entities, JobTimings? Timings, SourcePosition? Source);
