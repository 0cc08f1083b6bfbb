using System.Text.Json;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Streaming.Formats;

/// <summary>Text in JSON as it is, of any script and with any emoji: only what JSON asks for is escaped (<see cref="PlainJsonEncoder"/>).</summary>
public static class JsonText
{
    /// <summary>For a writer of such text.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = PlainJsonEncoder.Instance };

    /// <summary>Writes a property.</summary>
    /// <param name="json">The writer, with <see cref="Options"/>.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="text">Its value; null writes null. Half a surrogate pair becomes U+FFFD.</param>
    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString(name, text);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="json">The writer, with <see cref="Options"/>.</param>
    /// <param name="text">The value; null writes null. Half a surrogate pair becomes U+FFFD.</param>
    public static void WriteTextValue(this Utf8JsonWriter json, string? text)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStringValue(text);
    }
}
