using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>A finished record -> the one sink record it becomes: entities or a dead letter. Pure.</summary>
/// <param name="entities">Writes results.</param>
/// <param name="context">What results say of the daemon.</param>
/// <param name="includeTiming">Whether results carry timings.</param>
/// <param name="partitioning">Where records without a key go.</param>
internal sealed class ResultWriter(EntityWriter entities, ResultContext context, bool includeTiming, Partitioning partitioning = Partitioning.Source)
{
    private static readonly RecordHeader JsonContent = RecordHeaders.Text(RecordHeaders.ContentType, "application/json");

    private readonly RecordHeader _version = RecordHeaders.Text("padener-version", context.ServiceVersion);

    /// <summary>What becomes of a finished record. One whose result cannot be written is given up: it ends with that fault, as a dead letter.</summary>
    public PendingResult WriteOrGiveUp(FinishedRecord finished)
    {
        try
        {
            return new PendingResult(finished, Write(finished));
        }
        catch (Exception failure) when (finished.Outcome.Outcome.Succeeded && DocumentFailure.IsOfDocument(failure))
        {
            DocumentOutcome fault = DocumentFailure.Of(DocumentFault.WritingFailed, failure);
            FinishedRecord givenUp = finished with { Outcome = finished.Outcome with { Outcome = fault } };
            return new PendingResult(givenUp, Write(givenUp));
        }
    }

    /// <summary>What is to be written for a finished record.</summary>
    public SinkRecord Write(FinishedRecord finished)
    {
        (SourceRecord record, JobOutcome outcome) = finished;
        SinkRecord written = outcome.Outcome.Succeeded
            ? Result(record, outcome, outcome.Outcome.Entities)
            : Letter(record, outcome.Outcome.Fault.Value, outcome.Outcome);
        bool isKept = record.Key is null && partitioning == Partitioning.Source;
        return written with { FromPartition = isKept ? record.Position.Partition.Number : null, Timestamp = record.Timestamp };
    }

    private static SinkRecord Letter(SourceRecord record, DocumentFault fault, DocumentOutcome outcome) =>
        DeadLetterWriter.Write(record, FaultNames.Of(fault), outcome.Detail, FaultNames.ComponentOf(fault), outcome.Attempts);

    private SinkRecord Result(SourceRecord record, JobOutcome outcome, DocumentEntities found)
    {
        if (outcome.Document is null)
        {
            throw new ArgumentException($"The outcome of {record.Position} has entities and no document.", nameof(outcome));
        }

        EntityRecord result = new(outcome.Document, found, includeTiming ? outcome.Timings : null, record.Position);
        return new SinkRecord(SinkTopic.Output, record.Key, entities.Write(result), Headers(DocumentTrace.HandedOn(record.Headers, outcome.Trace)));
    }

    // Everything is carried over but what described the input's bytes.
    private List<RecordHeader> Headers(IEnumerable<RecordHeader> headers) =>
    [
        .. headers.Where(static header => !string.Equals(header.Name, RecordHeaders.ContentType, StringComparison.OrdinalIgnoreCase)),
        JsonContent,
        _version,
    ];
}
