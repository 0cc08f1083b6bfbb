using System.Text.Json;

namespace PaDeNer.Training.Datasets;

/// <summary>
/// Reads the files published with the paper: <c>["text", [start, end, "mention", "label"], ...]</c>, one array a text, a line each or
/// all in one array. Offsets count words or code points, with or without the last one, as <see cref="PadellmRecord"/> finds out.
/// </summary>
internal static class PadellmReader
{
    public static List<AnnotatedText> Read(ReadOnlyMemory<byte> file)
    {
        file = FileLines.WithoutMark(file);
        List<AnnotatedText> texts = [];
        Utf8JsonReader reader = new(file.Span, new JsonReaderOptions { AllowMultipleValues = true });
        int line = 1;
        int seen = 0;
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                line += file.Span[seen..start].Count((byte)'\n');
                seen = start;
                using JsonDocument value = JsonDocument.ParseValue(ref reader);
                Take(value.RootElement, line, texts);
            }
        }
        catch (JsonException broken)
        {
            // Line numbers of the library count from the value's or the file's first line; ours from where the value began.
            throw new BadDataException(line + LinesAfter(file.Span[seen..], reader.BytesConsumed - seen), BrokenAt(broken));
        }

        return texts;
    }

    private static string BrokenAt(JsonException broken) => $"not valid JSON at byte {broken.BytePositionInLine + 1}";

    private static int LinesAfter(ReadOnlySpan<byte> rest, long consumed) =>
        rest[..(int)Math.Clamp(consumed, 0, rest.Length)].Count((byte)'\n');

    private static void Take(JsonElement value, int line, List<AnnotatedText> texts)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new BadDataException(line, "no JSON array: a text is [\"text\", [start, end, \"mention\", \"label\"], ...]");
        }

        if (value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement record in value.EnumerateArray())
            {
                texts.Add(PadellmRecord.Read(record, line));
            }
        }
        else
        {
            texts.Add(PadellmRecord.Read(value, line));
        }
    }
}
