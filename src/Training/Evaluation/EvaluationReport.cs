using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>All metrics of a model on one set of texts.</summary>
public sealed class EvaluationReport
{
    private EvaluationReport(IReadOnlyList<string> labels, IReadOnlyList<ScoredText> scored, IReadOnlyList<ScoredText> raw)
    {
        Labels = labels;
        Texts = scored.Count;
        Strings = MentionMetric.Strings(labels, scored);
        Spans = MentionMetric.Spans(labels, scored);
        StringsBefore = MentionMetric.Strings(labels, raw).Micro;
        SpansBefore = MentionMetric.Spans(labels, raw).Micro;
        Counts = CountTable.Of(labels, scored);
        Errors = ErrorCauses.Of(scored);
        Duplicates = DuplicateScores.Of(scored);
        OverlapsRemoved = scored.Sum(static text => text.OverlapsRemoved);
        Calibration = Calibration.Of(scored);
        Confusion = ConfusionMatrix.Of(labels, scored);
    }

    /// <summary>The labels that were asked, in order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many texts.</summary>
    public int Texts { get; }

    /// <summary>The paper's metric, after de-duplication and without the overlaps that are not allowed.</summary>
    public ScoreTable Strings { get; }

    /// <summary>Strict spans, after the same.</summary>
    public ScoreTable Spans { get; }

    /// <summary>The paper's metric before de-duplication, micro.</summary>
    public Scores StringsBefore { get; }

    /// <summary>Strict spans before de-duplication, micro.</summary>
    public Scores SpansBefore { get; }

    /// <summary>Announced counts against annotated ones.</summary>
    public CountTable Counts { get; }

    /// <summary>What went wrong.</summary>
    public ErrorBreakdown Errors { get; }

    /// <summary>Duplicate mentions before and after de-duplication.</summary>
    public DuplicateScores Duplicates { get; }

    /// <summary>Entities that went, after de-duplication, because a more probable one stands over a part of theirs.</summary>
    public int OverlapsRemoved { get; }

    /// <summary>Calibration of the probabilities.</summary>
    public Calibration Calibration { get; }

    /// <summary>Annotated labels against given ones.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Scores texts.</summary>
    /// <param name="labels">The labels that were asked of any of them, in the order of the report.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="policy">How to de-duplicate.</param>
    /// <param name="overlap">Whether entities may overlap.</param>
    public static EvaluationReport Create(
        IReadOnlyList<string> labels, IReadOnlyList<EvaluatedText> texts, DeduplicationPolicy policy, OverlapPolicy overlap = OverlapPolicy.Flat)
    {
        ArgumentNullException.ThrowIfNull(texts);
        List<ScoredText> raw = [.. texts.Select(static text => new ScoredText(text, text.Mentions))];
        List<ScoredText> scored = [.. texts.Select(text => Settle(text, policy, overlap))];
        return new EvaluationReport(labels, scored, raw);
    }

    private static ScoredText Settle(EvaluatedText text, DeduplicationPolicy policy, OverlapPolicy overlap)
    {
        IReadOnlyList<Entity> single = MentionDeduplicator.Apply(text.Mentions, policy);
        IReadOnlyList<Entity> entities = OverlapFilter.Apply(single, overlap);
        return new ScoredText(text, entities, single.Count - entities.Count);
    }
}
