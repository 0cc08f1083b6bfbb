using System.Diagnostics;

namespace PaDeNer.Streaming.Records;

/// <summary>
/// Spans of documents, as OpenTelemetry has them: begun where a document is received, ended by whoever hears of its end. Where nobody listens
/// there is none, and nothing is spent on it. Safe from any thread.
/// </summary>
public static class DocumentTrace
{
    /// <summary>The name of the source, for whoever wants to listen.</summary>
    public const string SourceName = "PaDeNer.Stream";

    private const string Parent = "traceparent", State = "tracestate";

    /// <summary>The source of all our spans.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Begins the span of a record, below the one that its headers name (W3C's traceparent and tracestate).</summary>
    public static Activity? Begin(SourceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? trace = Begin(RecordHeaders.FindText(record.Headers, Parent), RecordHeaders.FindText(record.Headers, State));
        return trace?.SetTag("messaging.system", "kafka")
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", record.Position.Partition.Topic)
            .SetTag("messaging.destination.partition.id", record.Position.Partition.Number)
            .SetTag("messaging.kafka.offset", record.Position.Offset);
    }

    /// <summary>Begins a span below the one that is named; one of its own where none is, or it is no traceparent.</summary>
    public static Activity? Begin(string? traceparent, string? tracestate)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // It outlives this call and moves between threads: no thread's own work is below it.
        Activity? before = Activity.Current;
        Activity.Current = null;
        _ = ActivityContext.TryParse(traceparent, tracestate, isRemote: true, out ActivityContext parent);
        Activity? trace = Source.StartActivity("document", ActivityKind.Consumer, parent);
        Activity.Current = before;
        return trace;
    }

    /// <summary>
    /// The headers of what becomes of a record: as they came, but whoever reads on works below the document's span, where one is recorded, and
    /// not beside it.
    /// </summary>
    internal static IEnumerable<RecordHeader> HandedOn(IReadOnlyList<RecordHeader> headers, Activity? trace)
    {
        if (trace is not { Recorded: true, Id: { } below })
        {
            return headers;
        }

        IEnumerable<RecordHeader> others = headers.Where(static header => !IsNamed(header, Parent) && !IsNamed(header, State));
        IEnumerable<RecordHeader> ours = [RecordHeaders.Text(Parent, below)];
        return trace.TraceStateString is { Length: > 0 } state ? [.. ours, RecordHeaders.Text(State, state), .. others] : [.. ours, .. others];
    }

    private static bool IsNamed(RecordHeader header, string name) => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);
}
