using System.Globalization;
using System.Text.Json;

namespace PaDeNer.Streaming.Formats;

/// <summary>Valid UTF-8 -> wire shape. Pure. One pass; what is at none of our places is skipped.</summary>
internal static class DocumentJsonReader
{
    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="MalformedRecordException">It is none, or what is at one of our places is not what it should be.</exception>
    public static DocumentRecord Read(ReadOnlySpan<byte> json, DocumentFields fields, InputLimits limits)
    {
        Span<bool> seen = stackalloc bool[fields.Places];
        DocumentJsonWalk walk = new(json, fields, limits, seen);
        try
        {
            return walk.Read();
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
            throw new MalformedRecordException($"a string that ends at byte {walk.BytesConsumed} has half a surrogate pair in an escape");
        }
    }
}
