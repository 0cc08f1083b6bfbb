using System.Globalization;
using System.Text.Json;

namespace PaDeNer.Training.Datasets;

/// <summary>Fields of JSON records, each checked, with a reason that names the field.</summary>
internal static class JsonFields
{
    /// <summary>One JSON value that takes a whole line.</summary>
    /// <exception cref="BadDataException">It is no JSON, or not UTF-8.</exception>
    public static JsonDocument Parse(int line, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException broken)
        {
            // The library's message may quote the text, so only its place is told.
            throw new BadDataException(line, string.Create(CultureInfo.InvariantCulture, $"not valid JSON at byte {broken.BytePositionInLine + 1}"));
        }
    }

    /// <summary>A field that must be there.</summary>
    public static JsonElement Required(JsonElement parent, string name, string what, int line) =>
        parent.TryGetProperty(name, out JsonElement value) ? value : throw new BadDataException(line, $"{what} has no '{name}'");

    /// <summary>An array of an object; null where it is absent or null.</summary>
    public static JsonElement? Array(JsonElement parent, string name, int line) =>
        !parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Array ? value
        : throw new BadDataException(line, $"'{name}' is no array");

    /// <summary>The value of a string.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is, for the reason.</param>
    /// <param name="line">The line, for the reason.</param>
    public static string String(JsonElement value, string what, int line)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new BadDataException(line, $"{what} is no string");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The library says this of an escape such as \ud83d that has no partner, and of bytes that are not UTF-8.
            throw new BadDataException(line, $"{what} is not valid text: half a surrogate pair, or bytes that are not UTF-8");
        }
    }

    /// <summary>A string that is not blank.</summary>
    public static string Name(JsonElement value, string what, int line)
    {
        string name = String(value, what, line);
        return string.IsNullOrWhiteSpace(name) ? throw new BadDataException(line, $"{what} is empty") : name;
    }

    /// <summary>A whole number.</summary>
    public static int Integer(JsonElement value, string what, int line) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw new BadDataException(line, $"{what} is no whole number");

    /// <summary>An object of an array.</summary>
    public static JsonElement Object(JsonElement value, string what, int line) =>
        value.ValueKind == JsonValueKind.Object ? value : throw new BadDataException(line, $"{what} is no JSON object");
}
