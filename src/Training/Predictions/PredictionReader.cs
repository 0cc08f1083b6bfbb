using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Training.Predictions;

/// <summary>
/// Reads lines such as <c>{"id","text","predictions":[{"label","text","start","end","probability"}],"entities":[{"label","text"}]}</c>.
/// A mention stands at its offsets, which count code points, where it has them; the others are placed as decoded ones are: label by label,
/// in order (<see cref="MentionPlacer"/>). White space at a mention's ends does not count.
/// </summary>
public static class PredictionReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its content: UTF-8.</param>
    /// <param name="minProbability">Predictions below it are left out; 0 to 1.</param>
    public static DatasetReading<PredictedTexts> Read(ReadOnlyMemory<byte> bytes, double minProbability)
    {
        try
        {
            List<PredictedText> texts = [];
            foreach ((int number, ReadOnlyMemory<byte> line) in FileLines.Of(bytes))
            {
                if (!FileLines.IsBlank(line.Span))
                {
                    using JsonDocument json = JsonFields.Parse(number, line);
                    texts.Add(Record(JsonFields.Object(json.RootElement, "the line", number), number));
                }
            }

            return texts.Count > 0
                ? new DatasetReading<PredictedTexts>(Collect(texts, minProbability))
                : new DatasetReading<PredictedTexts>(new DatasetProblem(1, "the file holds no text at all"));
        }
        catch (BadDataException bad)
        {
            return new DatasetReading<PredictedTexts>(new DatasetProblem(bad.Line, bad.Message));
        }
    }

    private static PredictedText Record(JsonElement record, int line)
    {
        string text = JsonFields.String(JsonFields.Required(record, "text", "the line", line), "'text'", line);
        List<PredictedMention> predictions = Mentions(record, "predictions", text, line, static (mention, what, number) => Probability(mention, what, number));
        List<PredictedMention> gold = Mentions(record, "entities", text, line, static (_, _, _) => 1);
        return new PredictedText(Place(text, predictions), Place(text, gold), new PlacedMentions(
            predictions.Count, predictions.Count(static mention => mention.Span is not null), gold.Count, gold.Count(static mention => mention.Span is not null)));
    }

    private static List<PredictedMention> Mentions(
        JsonElement record, string field, string text, int line, Func<JsonElement, string, int, double> probabilityOf)
    {
        JsonElement array = JsonFields.Array(record, field, line) ?? throw new BadDataException(line, $"the line has no '{field}', which may be empty");
        CodePointIndex index = new(text);
        List<PredictedMention> mentions = [];
        foreach (JsonElement element in array.EnumerateArray())
        {
            string what = $"number {mentions.Count + 1} of '{field}'";
            JsonElement mention = JsonFields.Object(element, what, line);
            string label = JsonFields.Name(JsonFields.Required(mention, "label", what, line), $"the label of {what}", line);
            TextSpan? span = JsonFields.Span(mention, text, index, what, line);
            span = span is { } given ? MentionSearch.Trim(text, given) : null;
            if (span is { Length: 0 })
            {
                throw new BadDataException(line, $"{what} has nothing but white space at its offsets");
            }

            string surface = span is { } place
                ? text[place.Start..place.End]
                : JsonFields.Name(JsonFields.Required(mention, "text", what, line), $"the text of {what}", line).Trim();
            mentions.Add(new PredictedMention(label, surface, span, probabilityOf(mention, what, line)));
        }

        return mentions;
    }

    /// <summary>Places mentions label by label, in the order of the file.</summary>
    private static List<Entity> Place(string text, List<PredictedMention> mentions)
    {
        IGrouping<string, int>[] labels = [.. Enumerable.Range(0, mentions.Count).GroupBy(i => mentions[i].Label, StringComparer.Ordinal)];
        IReadOnlyList<IReadOnlyList<TextSpan?>> places = MentionPlacer.Place([.. labels.Select(label =>
            label.Select(i => mentions[i].Span is { } span ? [span] : MentionSearch.Find(text, mentions[i].Text)).ToArray())]);
        TextSpan?[] placed = new TextSpan?[mentions.Count];
        foreach ((IGrouping<string, int> label, IReadOnlyList<TextSpan?> spans) in labels.Zip(places))
        {
            foreach ((int i, TextSpan? span) in label.Zip(spans))
            {
                placed[i] = span;
            }
        }

        return [.. mentions.Select((mention, i) => new Entity(new Label(mention.Label), mention.Text, placed[i], mention.Probability))];
    }

    private static double Probability(JsonElement mention, string what, int line)
    {
        JsonElement value = JsonFields.Required(mention, "probability", what, line);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double probability) && probability is >= 0 and <= 1
            ? probability
            : throw new BadDataException(line, $"the probability of {what} is no number from 0 to 1");
    }

    private static PredictedTexts Collect(List<PredictedText> texts, double minProbability)
    {
        string[] labels = [.. texts.SelectMany(static text => text.Predictions.Concat(text.Gold))
            .Select(static mention => mention.Label.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        EvaluatedText[] evaluated = [.. texts.Select(text => new EvaluatedText(
            labels,
            MentionDeduplicator.MergeRepeats(text.Gold),
            MentionDeduplicator.MergeRepeats(text.Predictions.FindAll(mention => mention.Probability >= minProbability)),
            labels.ToDictionary(
                static label => label,
                label => (IReadOnlyList<string>)[.. text.Predictions.Where(mention => mention.Label.Name == label).Select(static mention => mention.Text)],
                StringComparer.Ordinal)))];
        return new PredictedTexts(labels, evaluated, texts.Aggregate(default(PlacedMentions), static (sum, text) => sum.With(text.Placed)));
    }

    /// <summary>A mention as the file has it; its span where the file says it.</summary>
    private readonly record struct PredictedMention(string Label, string Text, TextSpan? Span, double Probability);

    /// <summary>A line of the file, its mentions placed.</summary>
    private sealed record PredictedText(List<Entity> Predictions, List<Entity> Gold, PlacedMentions Placed);
}

/// <summary>A file of predictions that were made elsewhere.</summary>
/// <param name="Labels">Every label predicted or annotated, in ordinal order.</param>
/// <param name="Texts">The texts, in the order of the file; each is scored for every label.</param>
/// <param name="Placed">How many mentions said where they stand.</param>
public sealed record PredictedTexts(IReadOnlyList<string> Labels, IReadOnlyList<EvaluatedText> Texts, PlacedMentions Placed);

/// <summary>How many mentions of a file said where they stand; the others were searched for.</summary>
/// <param name="Predictions">Predictions.</param>
/// <param name="PredictionsByOffsets">Those that had offsets.</param>
/// <param name="Annotations">Annotated entities.</param>
/// <param name="AnnotationsByOffsets">Those that had offsets.</param>
public readonly record struct PlacedMentions(int Predictions, int PredictionsByOffsets, int Annotations, int AnnotationsByOffsets)
{
    internal PlacedMentions With(PlacedMentions more) => new(
        Predictions + more.Predictions,
        PredictionsByOffsets + more.PredictionsByOffsets,
        Annotations + more.Annotations,
        AnnotationsByOffsets + more.AnnotationsByOffsets);
}
