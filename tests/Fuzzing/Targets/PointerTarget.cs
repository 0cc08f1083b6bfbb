using System.Text;
using System.Text.Json.Nodes;
using PaDeNer.Decoding.Documents;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>Three lines, the pointers of text, id and labels; a document with something at each of them is read.</summary>
internal sealed class PointerTarget : FuzzTarget
{
    private const string Text = "Ada met Bo.";
    private const string Id = "7";

    public override string Name => "pointer";

    public override IReadOnlyList<byte[]> Seeds { get; } =
        SeedText.Bytes("/text\n/id\n/labels", "/a/0/b\n/a/1\n/a/x", "\n\n", "/payload/after/text\n/payload/key\n", "/a~1b/c~0d\n/e\n/f", "/metadata/text\n/metadata/id\n/l", "$.text\n#/id\n/~2");

    public override IReadOnlyList<byte[]> Words { get; } = SeedText.Bytes("/", "~", "~0", "~1", "~01", "\n", "/0", "/1", "/00", "/-", "/text", "/metadata", "//", "é", "\U0001F600", "\"", "\\");

    public override void Read(byte[] input)
    {
        string[] lines = Encoding.UTF8.GetString(input).Split('\n', 3);
        (string text, string id, string labels) = (lines[0], lines.ElementAtOrDefault(1) ?? string.Empty, lines.ElementAtOrDefault(2) ?? string.Empty);
        if (DocumentFields.Problems(text, id, labels).Count > 0)
        {
            return;
        }

        DocumentFields fields = DocumentFields.At(text, id, labels);
        JsonNode? value = Place(null, JsonPointer.Parse(text).Parts, 0, Text);
        value = id.Length > 0 ? Place(value, JsonPointer.Parse(id).Parts, 0, Id) : value;
        value = labels.Length > 0 ? Place(value, JsonPointer.Parse(labels).Parts, 0, null) : value;
        ReadResult read = new DocumentReader(new DocumentReaderSettings { Fields = fields }, new KnownLabels())
            .Read(Encoding.UTF8.GetBytes(value!.ToJsonString()), null, new DocumentId("derived"));
        BrokenPromiseException.Unless(read.Succeeded, "a document made by its pointers is read", () => $"{read.Detail} in {value!.ToJsonString()}");
        BrokenPromiseException.Unless(read.Document!.Text == Text, "the text is found where its pointer says", () => read.Document.Text);
        BrokenPromiseException.Unless(read.Document.Id.Value == (id.Length > 0 ? Id : "derived"), "the id is found where its pointer says", () => read.Document.Id.Value);
    }

    // As members of objects, which every part may name.
    private static JsonNode? Place(JsonNode? node, IReadOnlyList<string> parts, int from, string? leaf)
    {
        if (from == parts.Count)
        {
            return leaf;
        }

        JsonObject parent = node as JsonObject ?? [];
        JsonNode? child = parent.TryGetPropertyValue(parts[from], out JsonNode? old) ? old : null;
        parent.Remove(parts[from]);
        parent.Add(parts[from], Place(child, parts, from + 1, leaf));
        return parent;
    }
}
