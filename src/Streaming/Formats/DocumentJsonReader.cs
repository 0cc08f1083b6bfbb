using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PaDeNer.Streaming.Formats;

/// <summary>Valid UTF-8 -> wire shape. Pure. One pass; fields we do not know are skipped.</summary>
internal static class DocumentJsonReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="MalformedRecordException">It is none, or one of its fields is not what it should be.</exception>
    public static DocumentRecord Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, Options);
        try
        {
            return ReadObject(ref reader, json);
        }
        catch (JsonException exception)
        {
            // The library's message may quote the text, so only its place is told.
            // A value of one line may itself be a line of a file, whose number others tell.
            string line = json.Contains((byte)'\n') ? string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}, ") : string.Empty;
            throw new MalformedRecordException(string.Create(
                CultureInfo.InvariantCulture, $"not valid JSON at {line}byte {exception.BytePositionInLine + 1}"));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader says this of an escape such as \ud83d that has no partner.
            throw new MalformedRecordException($"a string that ends at byte {reader.BytesConsumed} has half a surrogate pair in an escape");
        }
    }

    private static DocumentRecord ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new MalformedRecordException("not a JSON object");
        }

        string? id = null, text = null, metadata = null;
        List<string> labels = [];
        Fields seen = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Fields field = Known(ref reader);
            if ((seen & field) != 0)
            {
                throw new MalformedRecordException($"'{Name(field)}' is given twice");
            }

            seen |= field;
            reader.Read();
            switch (field)
            {
                case Fields.Id:
                    id = ReadId(ref reader);
                    break;
                case Fields.Text:
                    text = ReadString(ref reader, "text");
                    break;
                case Fields.Labels:
                    ReadLabels(ref reader, labels);
                    break;
                case Fields.Metadata:
                    metadata = ReadRaw(ref reader, json);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Anything but white space after the object is an error that this call throws.
        reader.Read();
        return new DocumentRecord(id, text, labels, metadata);
    }

    private static Fields Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("text"u8) ? Fields.Text
        : reader.ValueTextEquals("id"u8) ? Fields.Id
        : reader.ValueTextEquals("labels"u8) ? Fields.Labels
        : reader.ValueTextEquals("metadata"u8) ? Fields.Metadata
        : default;

    private static string Name(Fields field) => field switch
    {
        Fields.Id => "id",
        Fields.Text => "text",
        Fields.Labels => "labels",
        _ => "metadata",
    };

    private static string? ReadId(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        // A number stays as it is written: 007 is no JSON, 1e3 stays 1e3, and no digit of a long one is lost.
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw new MalformedRecordException("'id' is neither a string nor a number"),
    };

    private static string? ReadString(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new MalformedRecordException($"'{name}' is not a string"),
    };

    private static void ReadLabels(ref Utf8JsonReader reader, List<string> labels)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new MalformedRecordException("'labels' is not an array");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string name = ReadString(ref reader, "labels[]") ?? throw new MalformedRecordException("'labels[]' is not a string");
            if (names.Add(name))
            {
                labels.Add(name);
            }
        }
    }

    private static string? ReadRaw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        reader.Skip();
        return CompactJson.Of(json[start..(int)reader.BytesConsumed]);
    }

    [Flags]
    private enum Fields
    {
        Id = 1,
        Text = 2,
        Labels = 4,
        Metadata = 8,
    }
}
