using System.Globalization;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Writes a report as aligned text tables. Pure.</summary>
internal static class EvalTable
{
    private const int Narrowest = 14;

    /// <summary>The report's lines.</summary>
    public static IEnumerable<string> Lines(EvalSubject subject, EvaluationReport report)
    {
        int width = Math.Max(Narrowest, report.Labels.Select(static label => label.Length).DefaultIfEmpty().Max());
        return
        [
            .. Head(subject, report),
            string.Empty,
            .. Scores("Mentions as in the paper: sets of strings per text and label", report.Strings, report.StringsBefore, width),
            string.Empty,
            .. Scores("Strict spans: the very place in the text", report.Spans, report.SpansBefore, width),
            string.Empty,
            .. Counts(report.Counts, subject.CountAdjustment, width),
            string.Empty,
            .. Rest(subject, report, width),
        ];
    }

    private static IEnumerable<string> Head(EvalSubject subject, EvaluationReport report)
    {
        if (subject.Model is not null)
        {
            yield return $"model          {subject.Model} ({subject.ModelPath})";
            yield return $"decoding       {subject.Decoding}";
        }

        string limit = subject.Limit is null ? string.Empty : Format($" (--limit {subject.Limit})");
        yield return Format($"data           {subject.Input}: {report.Texts:N0} texts{limit}, labels {string.Join(", ", report.Labels)}");
        if (subject.InputNote is not null)
        {
            yield return $"               {subject.InputNote}";
        }

        string threshold = subject.MinProbability > 0 ? Format($", entities from probability {subject.MinProbability} on") : string.Empty;
        yield return $"de-duplication {subject.Deduplication}, overlap {subject.Overlap}{threshold}";
        if (subject.WindowTokens is not null)
        {
            yield return Format($"windows        {subject.WindowTokens} tokens of text, overlapping by {subject.WindowOverlap} at most");
        }

        if (subject.Placed is { } placed)
        {
            yield return Format($"places         by their offsets: {placed.PredictionsByOffsets} of {placed.Predictions} predictions, {placed.AnnotationsByOffsets} of {placed.Annotations} annotations; all others searched for, in order");
        }

        if (subject.CountAdjustment != 0)
        {
            yield return Format($"counts         each one told the model as {subject.CountAdjustment:+0;-0}, 0 at least");
        }
    }

    private static IEnumerable<string> Scores(string title, ScoreTable table, Scores before, int width)
    {
        yield return title;
        yield return $"{"label".PadRight(width)} {"gold",8} {"given",8} {"right",8} {"precision",10} {"recall",8} {"F1",8}";
        foreach ((string label, Scores scores) in table.Labels)
        {
            yield return Row(label.PadRight(width), scores);
        }

        yield return Row("micro".PadRight(width), table.Micro);
        yield return Row("no dedup".PadRight(width), before);
    }

    private static string Row(string name, Scores scores) =>
        Format($"{name} {scores.Gold,8} {scores.Predicted,8} {scores.Right,8} {Share(scores.Precision),10} {Share(scores.Recall),8} {Share(scores.F1),8}");

    private static IEnumerable<string> Counts(CountTable table, int adjustment, int width)
    {
        yield return $"Counts as the model {(adjustment == 0 ? "announced" : "was told")} them, one per text and label";
        yield return $"{"label".PadRight(width)} {"asked",8} {"right",8} {"too many",8} {"too few",10} {"accuracy",17}";
        foreach ((string label, CountScores scores) in table.Labels.Append(("all", table.All)))
        {
            yield return Format($"{label.PadRight(width)} {scores.Questions,8} {scores.Exact,8} {scores.Over,8} {scores.Under,10} {Share(scores.Accuracy),17}");
        }
    }

    private static IEnumerable<string> Rest(EvalSubject subject, EvaluationReport report, int width)
    {
        ErrorBreakdown errors = report.Errors;
        yield return "Errors of the first table by cause";
        foreach ((string cause, int number, string what) in new[]
        {
            ("label", errors.Label, "the same string, another label"),
            ("count", errors.Count, "the count was wrong"),
            ("index", errors.Index, "a mention came again instead of another"),
            ("text", errors.Text, "another string: a boundary, a wrong word"),
        })
        {
            yield return Format($"{cause.PadRight(width)} {number,8} {100 * errors.ShareOf(number),6:0.0} %  {what}");
        }

        yield return string.Empty;
        yield return Format($"Overlaps       {report.OverlapsRemoved} entities removed because a more probable one stands over a part of theirs");
        DuplicateScores duplicates = report.Duplicates;
        yield return Format($"Duplicates     {duplicates.Before} strings under several labels before, {duplicates.After} after ({duplicates.MentionsRemoved} mentions removed), {duplicates.Gold} in the annotations");
        yield return Format($"Calibration    expected error {Share(report.Calibration.ExpectedError)} over {report.Calibration.Entities} entities");
        if (subject.Incidents is { } incidents)
        {
            yield return Format($"On the way     {incidents.Ungrounded} mentions not in the text, {incidents.RepeatsMerged} repeats merged, {incidents.MentionsCut} mentions cut, {incidents.CountsInvalid} counts no number, {incidents.CountsClamped} above the limit, {incidents.TextsInWindows} texts in windows, {incidents.TextsWithFault} with a fault");
        }
    }

    /// <summary>A share of nothing is none: neither 0 nor 1.</summary>
    private static string Share(double? share) => share?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Format(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
