using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Api;

/// <summary>A body -> what it asks for. Documents are read by what reads records, with the same limits and faults. Pure; safe from any thread.</summary>
/// <param name="defaults">What counts where the request says nothing.</param>
/// <param name="labels">The labels documents may ask for.</param>
internal sealed class RequestReader(RequestDefaults defaults, IDocumentLabels labels)
{
    /// <summary>Objects and arrays around a document of a list.</summary>
    private const int Around = 2;

    private readonly DocumentReaderSettings _reading = new() { Limits = defaults.Limits };

    /// <summary>Reads a body.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="contentType">Its media type: JSON or text/plain.</param>
    /// <param name="problem">Why the whole of it is refused.</param>
    /// <returns>What it asks for; null where it is refused.</returns>
    public ExtractRequest? Read(byte[] body, string contentType, out Problem? problem)
    {
        problem = null;
        ExtractRequest plain = new() { Unit = defaults.Unit, IncludeText = defaults.IncludeText, IncludeTiming = defaults.IncludeTiming };
        if (!contentType.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) && TryParse(body, out JsonDocument? json))
        {
            using (json)
            {
                return json.RootElement.ValueKind == JsonValueKind.Object ? Read(body, json.RootElement, plain, out problem) : Single(body, contentType, plain, out problem);
            }
        }

        // What cannot be parsed is told as the fault that it would be on the topic.
        return Single(body, contentType, plain, out problem);
    }

    private ExtractRequest? Read(byte[] body, JsonElement root, ExtractRequest request, out Problem? problem)
    {
        JsonElement? documents = null;
        List<JsonElement> asked = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            string? wrong = RequestMembers.Read(member, ref request, defaults.Policy);
            if (wrong is null && !seen.Add(member.Name) && (RequestMembers.Names.Contains(member.Name) || member.Name == "documents"))
            {
                wrong = $"'{member.Name}' is given twice";
            }

            if (wrong is not null)
            {
                problem = Problem.OfRequest(wrong);
                return null;
            }

            documents = member.Name == "documents" ? member.Value : documents;
            asked.AddRange(member.Name == "labels" ? [member.Value] : []);
        }

        if (documents is null)
        {
            return Single(body, "application/json", request, out problem);
        }

        if (documents.Value.ValueKind != JsonValueKind.Array || asked.Count > 1)
        {
            problem = Problem.OfRequest(asked.Count > 1 ? "'labels' is given twice" : "'documents' is not an array");
            return null;
        }

        IDocumentLabels known = labels;
        if (asked is [var names] && !TryAsk(names, out known, out problem))
        {
            return null;
        }

        problem = null;
        DocumentReader reader = new(_reading, known);
        return request with
        {
            IsBatch = true,
            Documents = [.. documents.Value.EnumerateArray().Select((one, i) => reader.Read(JsonMarshal.GetRawUtf8Value(one).ToArray(), "application/json", IdOf(i)))],
        };
    }

    private ExtractRequest? Single(byte[] body, string contentType, ExtractRequest request, out Problem? problem)
    {
        ReadResult read = new DocumentReader(_reading, labels).Read(body, contentType, IdOf(0));
        problem = read.Succeeded ? null : FaultStatus.Problem(read.Fault, read.Detail);
        return read.Succeeded ? request with { Documents = [read] } : null;
    }

    /// <summary>Labels for all documents that ask for none: read and judged as those of a document without text.</summary>
    private bool TryAsk(JsonElement names, out IDocumentLabels known, [NotNullWhen(false)] out Problem? problem)
    {
        ArrayBufferWriter<byte> one = new();
        using (Utf8JsonWriter json = new(one))
        {
            json.WriteStartObject();
            json.WriteString("text"u8, string.Empty);
            json.WritePropertyName("labels"u8);
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(names), skipInputValidation: true);
            json.WriteEndObject();
        }

        ReadResult read = new DocumentReader(_reading, labels).Read(one.WrittenSpan.ToArray(), "application/json", IdOf(0));
        problem = read.Succeeded ? null : FaultStatus.Problem(read.Fault, read.Detail);
        known = read.Succeeded ? new AskedLabels(read.Document.Labels, labels) : labels;
        return read.Succeeded;
    }

    private bool TryParse(byte[] body, [NotNullWhen(true)] out JsonDocument? json)
    {
        json = null;
        try
        {
            json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = defaults.Limits.JsonDepth + Around + 1 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static DocumentId IdOf(int index) => new(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>The labels of a request in the place of the configured ones.</summary>
    private sealed class AskedLabels(LabelSet asked, IDocumentLabels labels) : IDocumentLabels
    {
        public LabelSet Default => asked;

        public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? found, [NotNullWhen(false)] out LabelProblem? problem) =>
            labels.TryResolve(names, out found, out problem);
    }
}
