using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Training.Predictions;

/// <summary>
/// Reads lines such as <c>{"id","text","predictions":[{"label","text","probability"}],"entities":[{"label","text"}]}</c>. Nothing in them
/// says where mentions stand, so both kinds are placed by the same search as free decoding's: label by label, in order.
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
            List<(string Text, List<Entity> Predictions, List<Entity> Gold)> texts = [];
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

    private static (string Text, List<Entity> Predictions, List<Entity> Gold) Record(JsonElement record, int line)
    {
        string text = JsonFields.String(JsonFields.Required(record, "text", "the line", line), "'text'", line);
        List<Entity> predictions = Mentions(record, "predictions", text, line, static (mention, what, number) => Probability(mention, what, number));
        List<Entity> gold = Mentions(record, "entities", text, line, static (_, _, _) => 1);
        return (text, predictions, gold);
    }

    private static List<Entity> Mentions(JsonElement record, string field, string text, int line, Func<JsonElement, string, int, double> probabilityOf)
    {
        JsonElement array = JsonFields.Array(record, field, line) ?? throw new BadDataException(line, $"the line has no '{field}', which may be empty");
        Dictionary<string, SpanResolver> resolvers = new(StringComparer.Ordinal);
        List<Entity> mentions = [];
        foreach (JsonElement element in array.EnumerateArray())
        {
            string what = $"number {mentions.Count + 1} of '{field}'";
            JsonElement mention = JsonFields.Object(element, what, line);
            string label = JsonFields.Name(JsonFields.Required(mention, "label", what, line), $"the label of {what}", line);
            string surface = JsonFields.Name(JsonFields.Required(mention, "text", what, line), $"the text of {what}", line);
            if (!resolvers.TryGetValue(label, out SpanResolver? resolver))
            {
                resolvers[label] = resolver = new SpanResolver(text);
            }

            mentions.Add(new Entity(new Label(label), surface, resolver.Resolve(surface), probabilityOf(mention, what, line)));
        }

        return mentions;
    }

    private static double Probability(JsonElement mention, string what, int line)
    {
        JsonElement value = JsonFields.Required(mention, "probability", what, line);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double probability) && probability is >= 0 and <= 1
            ? probability
            : throw new BadDataException(line, $"the probability of {what} is no number from 0 to 1");
    }

    private static PredictedTexts Collect(List<(string Text, List<Entity> Predictions, List<Entity> Gold)> texts, double minProbability)
    {
        string[] labels = [.. texts.SelectMany(static text => text.Predictions.Concat(text.Gold))
            .Select(static mention => mention.Label.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new PredictedTexts(labels, [.. texts.Select(text => new EvaluatedText(
            labels,
            text.Gold,
            text.Predictions.FindAll(mention => mention.Probability >= minProbability),
            labels.ToDictionary(
                static label => label,
                label => (IReadOnlyList<string>)[.. text.Predictions.Where(mention => mention.Label.Name == label).Select(static mention => mention.Text)],
                StringComparer.Ordinal)))]);
    }
}

/// <summary>A file of predictions that were made elsewhere.</summary>
/// <param name="Labels">Every label predicted or annotated, in ordinal order.</param>
/// <param name="Texts">The texts, in the order of the file; each is scored for every label.</param>
public sealed record PredictedTexts(IReadOnlyList<string> Labels, IReadOnlyList<EvaluatedText> Texts);
