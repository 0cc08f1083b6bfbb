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

    /// <summary>Words first, code points where words do not spell the mentions; one unit for all mentions of a text.</summary>
    private static List<Annotation> Place(string text, List<Mark> marks, int line)
    {
        List<TextSpan> words = Words(text);
        CodePointIndex characters = new(text);
        TextSpan? WordSpan(Mark mark) => mark.First < 0 || mark.Last < mark.First || mark.Last >= words.Count
            ? null
            : new TextSpan(words[mark.First].Start, words[mark.Last].End);
        TextSpan? CharacterSpan(Mark mark) => mark.Last == int.MaxValue ? null : characters.Span(mark.First, mark.Last + 1);
        bool Spells(Mark mark, TextSpan? span) => span is { } at && text.AsSpan(at.Start, at.Length).SequenceEqual(mark.Text);

        Func<Mark, TextSpan?> placed = marks.TrueForAll(mark => Spells(mark, WordSpan(mark))) ? WordSpan : CharacterSpan;
        List<Annotation> annotations = [];
        foreach (Mark mark in marks)
        {
            TextSpan? span = placed(mark);
            annotations.Add(Spells(mark, span)
                ? new Annotation(mark.Label, span!.Value, mark.Text)
                : throw new BadDataException(line, $"mention {annotations.Count + 1} is not what stands at its offsets, in words or in code points"));
        }

        return annotations;
    }

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

    /// <summary>A mention as the file has it: first and last word or code point, both included.</summary>
    private readonly record struct Mark(int First, int Last, string Text, string Label);
}
