using System.Globalization;
using System.Text.Json;
using PaDeNer.Decoding.Entities;

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

    /// <summary>An object in which no field is given twice: one of the two would be lost.</summary>
    public static JsonElement Object(JsonElement value, string what, int line)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new BadDataException(line, $"{what} is no JSON object");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty field in value.EnumerateObject())
        {
            if (!names.Add(FieldName(field, what, line)))
            {
                throw new BadDataException(line, $"{what} has '{field.Name}' twice");
            }
        }

        return value;
    }

    private static string FieldName(JsonProperty field, string what, int line)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            // As of values; and whoever looks for another field would stumble over it too.
            throw new BadDataException(line, $"{what} has a field whose name is not valid text: half a surrogate pair, or bytes that are not UTF-8");
        }
    }

    /// <summary>
    /// The place of a mention by its <c>start</c> and <c>end</c>, which count code points; null where it has neither of the two. A <c>text</c>
    /// beside them has to be what stands there, but for white space at its ends.
    /// </summary>
    /// <param name="mention">The mention.</param>
    /// <param name="text">The text it is of.</param>
    /// <param name="index">The text's code points.</param>
    /// <param name="what">What the mention is, for the reason.</param>
    /// <param name="line">The line, for the reason.</param>
    public static TextSpan? Span(JsonElement mention, string text, CodePointIndex index, string what, int line)
    {
        if (!mention.TryGetProperty("start", out _) && !mention.TryGetProperty("end", out _))
        {
            return null;
        }

        int start = Integer(Required(mention, "start", what, line), $"'start' of {what}", line);
        int end = Integer(Required(mention, "end", what, line), $"'end' of {what}", line);
        TextSpan span = index.Span(start, end) ?? throw new BadDataException(line, string.Create(
            CultureInfo.InvariantCulture, $"{what} goes from {start} to {end}, the text has {index.Count} code points"));
        return !mention.TryGetProperty("text", out JsonElement surface)
            || String(surface, $"the text of {what}", line).AsSpan().Trim().SequenceEqual(text.AsSpan(span.Start, span.Length).Trim())
                ? span
                : throw new BadDataException(line, $"the text of {what} is not what stands at its offsets, which count code points");
    }
}
