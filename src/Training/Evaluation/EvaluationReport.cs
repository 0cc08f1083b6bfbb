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
        Calibration = Calibration.Of(scored);
        Confusion = ConfusionMatrix.Of(labels, scored);
    }

    /// <summary>The labels that were asked, in order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many texts.</summary>
    public int Texts { get; }

    /// <summary>The paper's metric, after de-duplication.</summary>
    public ScoreTable Strings { get; }

    /// <summary>Strict spans, after de-duplication.</summary>
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

    /// <summary>Calibration of the probabilities.</summary>
    public Calibration Calibration { get; }

    /// <summary>Annotated labels against given ones.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Scores texts.</summary>
    /// <param name="labels">The labels that were asked of any of them, in the order of the report.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="policy">How to de-duplicate.</param>
    public static EvaluationReport Create(IReadOnlyList<string> labels, IReadOnlyList<EvaluatedText> texts, DeduplicationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(texts);
        List<ScoredText> raw = [.. texts.Select(static text => new ScoredText(text, text.Mentions))];
        List<ScoredText> scored = [.. texts.Select(text => new ScoredText(text, MentionDeduplicator.Apply(text.Mentions, policy)))];
        return new EvaluationReport(labels, scored, raw);
    }
}
