using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>A result that waits for the next commit.</summary>
/// <param name="Finished">The record it is the result of.</param>
/// <param name="Record">What is to be written.</param>
internal sealed record PendingResult(FinishedRecord Finished, SinkRecord Record);
