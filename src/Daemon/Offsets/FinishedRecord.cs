using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Offsets;

/// <summary>A record whose result may be published: it and all before it in its partition have ended.</summary>
/// <param name="Record">The record.</param>
/// <param name="Outcome">How its document ended.</param>
internal sealed record FinishedRecord(SourceRecord Record, JobOutcome Outcome);
