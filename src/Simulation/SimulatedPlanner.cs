using System.Globalization;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Simulation;

/// <summary>Makes plans of simulated documents with the product's own planner, over a vocabulary without meaning.</summary>
public sealed class SimulatedPlanner
{
    /// <summary>Most mentions of a label.</summary>
    public const int MostMentions = 31;

    /// <summary>Most tokens of a mention.</summary>
    public const int MostMentionTokens = 64;

    /// <summary>Tokens that ask for a mention.</summary>
    public const int MentionPromptTokens = 2;

    private static readonly string[] LabelNames =
        [.. Enumerable.Range(1, SimulatedVocabulary.MaxLabels).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    private readonly DocumentPlanner _planner;
    private readonly LabelSet?[] _labels = new LabelSet?[SimulatedVocabulary.MaxLabels + 1];

    /// <summary>A planner for engines of one kind.</summary>
    /// <param name="capacity">What an engine offers.</param>
    /// <param name="windowTokens">Tokens of text decoded at once.</param>
    public SimulatedPlanner(EngineCapacity capacity, int windowTokens)
    {
        PlanLimits limits = new(MostMentions, MostMentionTokens, MaxCountTokens: 1, WindowTokens: Math.Max(16, windowTokens), OverlapTokens: 0);
        CompactTemplate template = new(new SimulatedVocabulary(), LabelNames, MostMentions);
        _planner = new DocumentPlanner(template, new DecodingSettings(DecodingMode.Free, true, limits), capacity);
    }

    /// <summary>A simulated document as the planner has it.</summary>
    /// <param name="document">What it is like.</param>
    /// <param name="number">Tells it from others that are in decoding at the same time.</param>
    public Document DocumentOf(SimulatedDocument document, int number)
    {
        ArgumentNullException.ThrowIfNull(document);
        LabelSet labels = _labels[document.Mentions.Count] ??= new LabelSet(LabelNames[..document.Mentions.Count]);
        return new Document(new DocumentId(string.Empty), SimulatedVocabulary.Text(number, document.TextTokens), labels);
    }

    /// <summary>Plans a document.</summary>
    /// <param name="document">A simulated document as the planner has it.</param>
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

    /// <summary>Plans a simulated document.</summary>
    /// <param name="document">What it is like.</param>
    /// <param name="number">Tells it from others that are in decoding at the same time.</param>
    /// <exception cref="ArgumentException">It does not fit the engine.</exception>
    public DocumentPlan Plan(SimulatedDocument document, int number) => Plan(DocumentOf(document, number)).Plan!;
}
