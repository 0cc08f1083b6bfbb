using System.Diagnostics;
using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ingress;

/// <summary>A record's way in: into the ledger, then as a document to extraction or as a fault to the publisher. Poll thread only; never blocks.</summary>
internal sealed class RecordIntake(
    DocumentReader reader,
    InputLimits limits,
    Assignment assignment,
    TimeSpan latencyObjective,
    ChannelWriter<IncomingDocument> documents,
    ChannelWriter<JobOutcome> outcomes,
    TimeProvider time)
{
    private readonly OverflowWriter<IncomingDocument> _documents = new(documents);
    private readonly OverflowWriter<JobOutcome> _faults = new(outcomes);

    /// <summary>Whether a channel is full, so that nothing more should be taken in.</summary>
    public bool IsFull => _documents.Waits || _faults.Waits;

    /// <summary>Takes a record in.</summary>
    public void Take(SourceRecord record)
    {
        long received = time.GetTimestamp();
        HeaderProblem? problem = HeaderProblem.Of(record.Headers, limits);

        // What is too much is not even kept: the dead letter tells how much of it there was.
        record = problem?.Cut(record) ?? record;
        if (assignment.Receive(record, received) is not { } ticket)
        {
            return;
        }

        Activity? trace = DocumentTrace.Begin(record);
        if (problem is not null)
        {
            _faults.Write(new JobOutcome(ticket, null, DocumentOutcome.Of(problem.Fault, problem.Detail), JobTimings.NotServed(received)) { Trace = trace });
            return;
        }

        string? contentType = RecordHeaders.FindText(record.Headers, RecordHeaders.ContentType);
        int beside = record.Size - (record.Value?.Length ?? 0);
        ReadResult result = reader.Read(record.Value, contentType, new DocumentId(record.Position.ToString()), beside);
        if (result.Succeeded)
        {
            Deadline deadline = Deadline.After(time, received, LatencyObjective.Of(record.Headers, latencyObjective));
            _documents.Write(new IncomingDocument(ticket, result.Document, received, deadline, GroupOf(record)) { Trace = trace });
        }
        else
        {
            _faults.Write(new JobOutcome(ticket, null, DocumentOutcome.Of(result.Fault, result.Detail), JobTimings.NotServed(received)) { Trace = trace });
        }
    }

    // Two keys that share a number only make each other more urgent than they are.
    private OrderGroup? GroupOf(SourceRecord record)
    {
        switch (assignment.Order)
        {
            case ResultOrder.Partition:
                return new OrderGroup(record.Position.Epoch.Value);
            case ResultOrder.Key when record.Key is { } key:
                HashCode hash = default;
                hash.AddBytes(key);
                return new OrderGroup(record.Position.Epoch.Value + ((long)hash.ToHashCode() << 32));
            default:
                return null;
        }
    }

    /// <summary>Hands on what a full channel had no room for.</summary>
    public void Flush()
    {
        _documents.Flush();
        _faults.Flush();
    }

    /// <summary>Nothing more comes in. What still waits for room goes back to the broker: its offsets have not moved.</summary>
    public void End() => documents.TryComplete();
}
