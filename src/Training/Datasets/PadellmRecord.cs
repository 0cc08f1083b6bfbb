using System.Text.Json;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Datasets;

/// <summary>One text of the paper's files.</summary>
internal static class PadellmRecord
{
    private const int Fields = 4;

    public static AnnotatedText Read(JsonElement record, int line)
    {
        if (record.ValueKind != JsonValueKind.Array || record.GetArrayLength() == 0)
        {
            throw new BadDataException(line, "a text is an array that begins with the text");
        }

        string text = JsonFields.String(record[0], "the text", line);
        List<Mark> marks = [];
        foreach (JsonElement mention in record.EnumerateArray().Skip(1))
        {
            marks.Add(MarkOf(mention, $"mention {marks.Count + 1}", line));
        }

        return new AnnotatedText(line, text, Place(text, marks, line), null);
    }

    private static Mark MarkOf(JsonElement mention, string what, int line)
    {
        if (mention.ValueKind != JsonValueKind.Array || mention.GetArrayLength() != Fields)
        {
            throw new BadDataException(line, $"{what} is not [start, end, \"mention\", \"label\"]");
        }

        return new Mark(
            JsonFields.Integer(mention[0], $"the start of {what}", line),
            JsonFields.Integer(mention[1], $"the end of {what}", line),
            JsonFields.Name(mention[2], $"the text of {what}", line),
            JsonFields.Name(mention[3], $"the label of {what}", line));
    }

    /// <summary>
    /// One way of counting for all mentions of a text: the first of the four under which all of them stand where they should. English
    /// files count words, some with the last word included and some not; Chinese ones count code points.
    /// </summary>
    private static List<Annotation> Place(string text, List<Mark> marks, int line)
    {
        List<TextSpan> words = Words(text);
        CodePointIndex characters = new(text);
        Func<Mark, TextSpan?>[] ways =
        [
            mark => Span(words, mark.First, mark.Last),
            mark => Span(words, mark.First, mark.Last - 1L),
            mark => mark.Last == int.MaxValue ? null : characters.Span(mark.First, mark.Last + 1),
            mark => characters.Span(mark.First, mark.Last),
        ];
        Func<Mark, TextSpan?> place = Array.Find(ways, way => marks.TrueForAll(mark => Spells(text, way(mark), mark.Text)))
            ?? throw new BadDataException(line, "the mentions do not stand at their offsets, neither in words nor in code points");
        return [.. marks.Select(mark => new Annotation(mark.Label, place(mark)!.Value, mark.Text))];
    }

    private static TextSpan? Span(List<TextSpan> words, int first, long last) =>
        first < 0 || last < first || last >= words.Count ? null : new TextSpan(words[first].Start, words[(int)last].End);

    private static bool Spells(string text, TextSpan? span, string mention) =>
        span is { } at && text.AsSpan(at.Start, at.Length).SequenceEqual(mention);

    private static List<TextSpan> Words(string text)
    {
        List<TextSpan> words = [];
        int start = 0;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || text[at] == ' ')
            {
                words.Add(new TextSpan(start, at));
                start = at + 1;
            }
        }

        return words;
    }

    /// <summary>A mention as the file has it: two offsets, whatever they count.</summary>
    private readonly record struct Mark(int First, int Last, string Text, string Label);
}
