using System.Text.Json;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Datasets;

/// <summary>
/// Reads lines such as <c>{"text","entities":[{"label","start","end","text"}],"labels"}</c>. Offsets count code points, the end is not
/// included; an entity's own text may be left out and is compared where it is there. Fields we do not know are skipped.
/// </summary>
internal static class JsonLinesReader
{
    public static List<AnnotatedText> Read(ReadOnlyMemory<byte> file)
    {
        List<AnnotatedText> texts = [];
        foreach ((int number, ReadOnlyMemory<byte> bytes) in FileLines.Of(file))
        {
            if (!FileLines.IsBlank(bytes.Span))
            {
                using JsonDocument line = JsonFields.Parse(number, bytes);
                texts.Add(Record(JsonFields.Object(line.RootElement, "the line", number), number));
            }
        }

        return texts;
    }

    private static AnnotatedText Record(JsonElement record, int line)
    {
        string text = JsonFields.String(JsonFields.Required(record, "text", "the line", line), "'text'", line);
        IReadOnlyList<string>? labels = Labels(record, line);
        CodePointIndex index = new(text);
        List<Annotation> annotations = [];
        JsonElement entities = JsonFields.Array(record, "entities", line) ?? throw new BadDataException(line, "the line has no 'entities', which may be empty");
        foreach (JsonElement element in entities.EnumerateArray())
        {
            Annotation annotation = Entity(element, text, index, $"entity {annotations.Count + 1}", line);
            annotations.Add(labels is null || labels.Contains(annotation.Label)
                ? annotation
                : throw new BadDataException(line, $"entity {annotations.Count + 1} is a {annotation.Label}, which 'labels' does not list"));
        }

        return new AnnotatedText(line, text, annotations, labels);
    }

    private static List<string>? Labels(JsonElement record, int line)
    {
        if (JsonFields.Array(record, "labels", line) is not { } array)
        {
            return null;
        }

        List<string> labels = [.. array.EnumerateArray().Select(label => JsonFields.Name(label, "a label of 'labels'", line))];
        return labels.Distinct(StringComparer.Ordinal).Count() == labels.Count ? labels : throw new BadDataException(line, "'labels' lists a label twice");
    }

    private static Annotation Entity(JsonElement element, string text, CodePointIndex index, string what, int line)
    {
        JsonElement entity = JsonFields.Object(element, what, line);
        string label = JsonFields.Name(JsonFields.Required(entity, "label", what, line), $"the label of {what}", line);
        TextSpan span = JsonFields.Span(entity, text, index, what, line) ?? throw new BadDataException(line, $"{what} has no 'start'");
        return new Annotation(label, span, text[span.Start..span.End]);
    }
}
