using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>A dead letter as a JSON object on one line, for other programs; without its value and headers. Pure.</summary>
internal static class DeadLetterJson
{
    /// <summary>The object. What is not known is left out.</summary>
    public static string Of(DeadLetter letter)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStartObject();
        Position(json, "position"u8, letter.Record.Position.Partition.Topic, letter.Record.Position.Partition.Number, letter.Record.Position.Offset);
        if (letter.Fault is { } fault)
        {
            json.WriteString("fault"u8, fault);
            json.WriteString("detail"u8, letter.Detail);
        }

        if (letter.Component is { } component)
        {
            json.WriteString("component"u8, component);
        }

        if (letter.Attempt is { } attempt)
        {
            json.WriteNumber("attempt"u8, attempt);
        }

        if (letter.SourceTopic is { } topic)
        {
            Position(json, "source"u8, topic, letter.SourcePartition, letter.SourceOffset);
        }

        if (letter.Time is { } time)
        {
            json.WriteString("time"u8, time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        }

        Key(json, letter.Record);
        json.WriteNumber("bytes"u8, letter.Record.Size);
        json.WriteNumber("redrives"u8, letter.Redrives);
        if (letter.RedrivenFrom is { } from)
        {
            json.WriteString("redriven_from"u8, from);
        }

        if (letter.HeadersLeftOut > 0)
        {
            json.WriteNumber("headers_left_out"u8, letter.HeadersLeftOut);
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Key(Utf8JsonWriter json, SourceRecord record)
    {
        if (record.Key is { } key && Utf8.IsValid(key))
        {
            json.WriteString("key"u8, Encoding.UTF8.GetString(key));
        }
        else if (record.Key is { } bytes)
        {
            json.WriteBase64String("key_base64"u8, bytes);
        }
    }

    private static void Position(Utf8JsonWriter json, ReadOnlySpan<byte> name, string topic, int? partition, long? offset)
    {
        json.WriteStartObject(name);
        json.WriteString("topic"u8, topic);
        if (partition is { } number && offset is { } place)
        {
            json.WriteNumber("partition"u8, number);
            json.WriteNumber("offset"u8, place);
        }

        json.WriteEndObject();
    }
}
