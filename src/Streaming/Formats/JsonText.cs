using System.Text.Json;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Streaming.Formats;

/// <summary>Text in JSON as it is, of any script and with any emoji: only what JSON asks for is escaped (<see cref="PlainJsonEncoder"/>).</summary>
public static class JsonText
{
    /// <summary>For a writer of such text. Half a surrogate pair becomes U+FFFD.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = PlainJsonEncoder.Instance };
}
