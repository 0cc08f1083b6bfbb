using System.Text;
using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>A record's value, by the usual fields, by others, and as text; what was read is written as a result.</summary>
internal sealed class DocumentTarget : FuzzTarget
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly InputLimits Limits = new() { RecordBytes = 3000, JsonDepth = 6, Labels = 4, LabelLength = 12 };
    private static readonly DocumentReader Usual = Reader(DocumentFields.Usual);
    private static readonly DocumentReader[] Readers =
    [
        Reader(DocumentFields.At("", "", "")),
        Reader(DocumentFields.At("/a/0/text", "/a/1", "/labels")),
        Reader(DocumentFields.At("/metadata/b", "/metadata/a~1b", "/metadata/labels")),
        new DocumentReader(new DocumentReaderSettings { Format = InputFormat.Text, Limits = Limits }, new KnownLabels()),
    ];

    private readonly EntityWriter _writer = new(new ModelIdentity("m", new string('0', 64)), OffsetUnit.CodePoint, includeText: true);

    public override string Name => "document";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. SeedText.Samples("*.jsonl"),
        .. SeedText.Bytes(
            """{"text":"Ada met Bo.","id":7,"labels":["PER"],"metadata":{"a": [1, "x"]}}""",
            """{"a":[{"text":"Ada"},"id"],"labels":null}""",
            """{"metadata":{"b":"Ada","a/b":"7","labels":["x"]}}""",
            "\"Ada\"",
            "plain text"),
    ];

    public override IReadOnlyList<byte[]> Words { get; } = SeedText.Json("\"text\"", "\"id\"", "\"labels\"", "\"metadata\"", "\"a\"", "\"b\"", "\"a/b\"", "\"t\\u0065xt\"", "PER");

    public override void Read(byte[] input)
    {
        ReadResult usual = Judge(Usual, input);
        if (usual.Succeeded)
        {
            // The library reads the same, in its own way.
            using JsonDocument json = JsonDocument.Parse(WithoutMark(input));
            BrokenPromiseException.Unless(json.RootElement.GetProperty("text").GetString() == usual.Document.Text, "the text is the one at /text", () => usual.Document.Text);
        }

        foreach (DocumentReader reader in Readers)
        {
            Judge(reader, input);
        }
    }

    /// <summary>What is promised of any result.</summary>
    internal static void Judge(ReadResult result)
    {
        BrokenPromiseException.Unless(
            result.Succeeded || (result.Fault != DocumentFault.ReadingFailed && result.Detail.Length > 0), "a fault has a name and a reason that somebody foresaw", () => result.Detail);
        if (result.Succeeded)
        {
            _ = Strict.GetBytes(result.Document.Text + result.Document.Id.Value);
        }
    }

    private ReadResult Judge(DocumentReader reader, byte[] input)
    {
        ReadResult result = reader.Read(input, null, new DocumentId("derived"));
        Judge(result);
        if (result.Succeeded)
        {
            using JsonDocument written = JsonDocument.Parse(
                _writer.Write(new EntityRecord(result.Document, new DocumentEntities([], DecodingStatistics.Nothing), null, null)), new JsonDocumentOptions { AllowDuplicateProperties = true });
            BrokenPromiseException.Unless(written.RootElement.GetProperty("text").GetString() == result.Document.Text, "a result repeats the text", () => result.Document.Text);
        }

        return result;
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] input) => input.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? input.AsMemory(3) : input;

    private static DocumentReader Reader(DocumentFields fields) =>
        new(new DocumentReaderSettings { Format = InputFormat.Json, Fields = fields, Limits = Limits }, new KnownLabels());
}
