using System.Globalization;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Simulation;

/// <summary>Makes plans of shapes with the product's own planner, over a vocabulary without meaning.</summary>
public sealed class ShapePlanner
{
    /// <summary>Most mentions of a label.</summary>
    public const int MostMentions = 31;

    /// <summary>Most tokens of a mention.</summary>
    public const int MostMentionTokens = 64;

    /// <summary>Tokens that ask for a mention.</summary>
    public const int MentionPromptTokens = 2;

    private static readonly string[] LabelNames =
        [.. Enumerable.Range(1, ShapeVocabulary.MaxLabels).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    private readonly DocumentPlanner _planner;
    private readonly LabelSet?[] _labels = new LabelSet?[ShapeVocabulary.MaxLabels + 1];

    /// <summary>A planner for engines of one kind.</summary>
    /// <param name="capacity">What an engine offers.</param>
    /// <param name="windowTokens">Tokens of text decoded at once.</param>
    public ShapePlanner(EngineCapacity capacity, int windowTokens)
    {
        PlanLimits limits = new(MostMentions, MostMentionTokens, MaxCountTokens: 1, WindowTokens: Math.Max(16, windowTokens), OverlapTokens: 0);
        CompactTemplate template = new(new ShapeVocabulary(), LabelNames, MostMentions);
        _planner = new DocumentPlanner(template, new DecodingSettings(DecodingMode.Free, true, limits), capacity);
    }

    /// <summary>The document of a shape.</summary>
    /// <param name="shape">What it is like.</param>
    /// <param name="number">Tells it from others that are in decoding at the same time.</param>
    public Document DocumentOf(DocumentShape shape, int number)
    {
        ArgumentNullException.ThrowIfNull(shape);
        LabelSet labels = _labels[shape.Mentions.Count] ??= new LabelSet(LabelNames[..shape.Mentions.Count]);
        return new Document(new DocumentId(string.Empty), ShapeVocabulary.Text(number, shape.TextTokens), labels);
    }

    /// <summary>Plans a document.</summary>
    /// <param name="document">The document of a shape.</param>
    /// <exception cref="ArgumentException">It does not fit the engine.</exception>
    public PlanResult Plan(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        PlanResult result = _planner.Plan(document);
        return result.HasPlan
            ? result
            : throw new ArgumentException(
                $"A document of {document.Text.Length} tokens and {document.Labels.Count} labels cannot be planned: {result.Outcome.Detail}", nameof(document));
    }

    /// <summary>Plans the document of a shape.</summary>
    /// <param name="shape">What it is like.</param>
    /// <param name="number">Tells it from others that are in decoding at the same time.</param>
    /// <exception cref="ArgumentException">It does not fit the engine.</exception>
    public DocumentPlan Plan(DocumentShape shape, int number) => Plan(DocumentOf(shape, number)).Plan!;
}
