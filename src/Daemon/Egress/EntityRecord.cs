using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Streams;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Egress;

/// <summary>A result as it is written. See config/schemas/entities.schema.json.</summary>
/// <param name="Document">The document.</param>
/// <param name="Entities">What was found in it.</param>
/// <param name="Timings">Where its time went; null leaves the timing out.</param>
/// <param name="Source">Where its record stands; null where it came from no topic.</param>
internal sealed record EntityRecord(Document Document, DocumentEntities Entities, JobTimings? Timings, SourcePosition? Source);
