using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>A record whose result may be published: it has ended, and so has all that it waits for.</summary>
/// <param name="Record">The record.</param>
/// <param name="Outcome">How its document ended.</param>
public sealed record FinishedRecord(SourceRecord Record, JobOutcome Outcome);
