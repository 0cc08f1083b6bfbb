using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaDeNer.Streaming.Formats;

/// <summary>
/// Text in JSON as it is, of any script and with any emoji: only what JSON asks for is escaped. The library's freest encoder writes every
/// character beyond the basic plane as two escapes.
/// </summary>
public static class JsonText
{
    /// <summary>For a writer of such text.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a property.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="text">Its value; null writes null. Half a surrogate pair becomes U+FFFD.</param>
    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WritePropertyName(name);
        json.WriteTextValue(text);
    }

    /// <summary>Writes a value.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="text">The value; null writes null. Half a surrogate pair becomes U+FFFD.</param>
    public static void WriteTextValue(this Utf8JsonWriter json, string? text)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (text is null || NextSurrogate(text, 0) == text.Length)
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteRawValue(Quoted(text), skipInputValidation: true);
        }
    }

    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 16);
        for (int at = 0; at < text.Length;)
        {
            int next = NextSurrogate(text, at);
            quoted.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text[at..next]));
            at = next;
            if (at < text.Length)
            {
                bool whole = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
                quoted.Append(whole ? text.AsSpan(at, 2) : "\uFFFD");
                at += whole ? 2 : 1;
            }
        }

        return quoted.Append('"').ToString();
    }

    private static int NextSurrogate(string text, int from)
    {
        int next = text.AsSpan(from).IndexOfAnyInRange('\uD800', '\uDFFF');
        return next < 0 ? text.Length : from + next;
    }
}
