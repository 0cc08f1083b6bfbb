using System.Text;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Testing.Streams;

/// <summary>Records, documents and outcomes with a default for everything.</summary>
public static class Given
{
    public const string Topic = "documents";

    public static ModelIdentity Model { get; } = new("small", "00ff");

    public static SourcePartition Partition(int number = 0) => new(Topic, number);

    public static SourceRecord Record(
        long offset = 0,
        int partition = 0,
        long epoch = 1,
        byte[]? key = null,
        byte[]? value = null,
        IReadOnlyList<RecordHeader>? headers = null,
        long? timestamp = null) =>
        new(new SourcePosition(Partition(partition), offset, new AssignmentEpoch(epoch)), key, value, headers ?? [], timestamp);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static Document Document(string text = "Ada met Alan.", string id = "1", string? metadata = null, params string[] labels) =>
        new(new DocumentId(id), text, new LabelSet(labels.Length == 0 ? ["person"] : labels), metadata);

    public static DecodingStatistics Statistics() => new(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1f);

    public static DocumentEntities Entities(params Entity[] entities) => new(entities, Statistics());

    public static Entity Entity(string text, string label, int? start, double probability = 0.5) =>
        new(new Label(label), text, start is { } from ? new TextSpan(from, from + text.Length) : null, probability);

    public static JobOutcome Found(JobTicket ticket, Document? document = null, params Entity[] entities) =>
        new(ticket, document ?? Document(), DocumentOutcome.Of(Entities(entities)), JobTimings.NotServed(0));

    /// <summary>An outcome that no result can be written of: its entity ends beyond its text.</summary>
    public static JobOutcome Unwritable(JobTicket ticket) => Found(ticket, Document("Ada"), Entity("Ada and more", "person", 0));

    public static JobOutcome Faulted(JobTicket ticket, DocumentFault fault = DocumentFault.NoText, string detail = "no text") =>
        new(ticket, null, DocumentOutcome.Of(fault, detail), JobTimings.NotServed(0));
}
