using System.Text;
using System.Text.Json;
using PaDeNer.Streaming.Formats;
using PaDeNer.Training.Evaluation;
using PaDeNer.Training.Predictions;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Writes a report as JSON. Pure.</summary>
internal static class EvalJson
{
    private static readonly JsonWriterOptions Options = JsonText.Options with { Indented = true };

    /// <summary>The report as one JSON object.</summary>
    public static string Write(EvalSubject subject, EvaluationReport report)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            Head(json, subject, report);
            Table(json, "strings", report.Strings, report.StringsBefore);
            Table(json, "spans", report.Spans, report.SpansBefore);
            Counts(json, report.Counts);
            Errors(json, report);
            Calibration(json, report.Calibration);
            Confusion(json, report.Confusion);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Head(Utf8JsonWriter json, EvalSubject subject, EvaluationReport report)
    {
        json.WriteString("model"u8, subject.Model);
        json.WriteString("model_path"u8, subject.ModelPath);
        json.WriteString("decoding"u8, subject.Decoding);
        json.WriteString("data"u8, subject.Input);
        json.WriteString("data_note"u8, subject.InputNote);
        json.WriteNumber("texts"u8, report.Texts);
        json.WriteNumber("texts_with_fault"u8, subject.Incidents?.TextsWithFault ?? 0);
        json.WriteString("deduplication"u8, subject.Deduplication);
        json.WriteString("overlap"u8, subject.Overlap);
        json.WriteNumber("overlaps_removed"u8, report.OverlapsRemoved);
        Windows(json, subject);
        Placed(json, subject.Placed);
        json.WriteNumber("min_probability"u8, subject.MinProbability);
        json.WriteNumber("count_adjustment"u8, subject.CountAdjustment);
    }

    private static void Windows(Utf8JsonWriter json, EvalSubject subject)
    {
        if (subject.WindowTokens is { } window && subject.WindowOverlap is { } overlap)
        {
            json.WriteNumber("window_tokens"u8, window);
            json.WriteNumber("window_overlap"u8, overlap);
        }
    }

    private static void Placed(Utf8JsonWriter json, PlacedMentions? placed)
    {
        if (placed is { } places)
        {
            json.WriteStartObject("placed_by_offsets"u8);
            json.WriteNumber("predictions"u8, places.PredictionsByOffsets);
            json.WriteNumber("of_predictions"u8, places.Predictions);
            json.WriteNumber("annotations"u8, places.AnnotationsByOffsets);
            json.WriteNumber("of_annotations"u8, places.Annotations);
            json.WriteEndObject();
        }
    }

    private static void Table(Utf8JsonWriter json, string name, ScoreTable table, Scores before)
    {
        json.WriteStartObject(name);
        Scores(json, "micro", table.Micro);
        Scores(json, "without_deduplication", before);
        json.WriteStartObject("labels"u8);
        foreach ((string label, Scores scores) in table.Labels)
        {
            Scores(json, label, scores);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Scores(Utf8JsonWriter json, string name, Scores scores)
    {
        json.WriteStartObject(name);
        json.WriteNumber("gold"u8, scores.Gold);
        json.WriteNumber("given"u8, scores.Predicted);
        json.WriteNumber("right"u8, scores.Right);
        Share(json, "precision", scores.Precision);
        Share(json, "recall", scores.Recall);
        Share(json, "f1", scores.F1);
        json.WriteEndObject();
    }

    private static void Share(Utf8JsonWriter json, string name, double? share)
    {
        if (share is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Counts(Utf8JsonWriter json, CountTable table)
    {
        json.WriteStartObject("counts"u8);
        foreach ((string label, CountScores scores) in table.Labels.Append(("all", table.All)))
        {
            json.WriteStartObject(label);
            json.WriteNumber("asked"u8, scores.Questions);
            json.WriteNumber("right"u8, scores.Exact);
            json.WriteNumber("too_many"u8, scores.Over);
            json.WriteNumber("too_few"u8, scores.Under);
            Share(json, "accuracy", scores.Accuracy);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Errors(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartObject("errors"u8);
        json.WriteNumber("label"u8, report.Errors.Label);
        json.WriteNumber("count"u8, report.Errors.Count);
        json.WriteNumber("index"u8, report.Errors.Index);
        json.WriteNumber("text"u8, report.Errors.Text);
        json.WriteEndObject();
        json.WriteStartObject("duplicates"u8);
        json.WriteNumber("before"u8, report.Duplicates.Before);
        json.WriteNumber("after"u8, report.Duplicates.After);
        json.WriteNumber("gold"u8, report.Duplicates.Gold);
        json.WriteNumber("mentions_removed"u8, report.Duplicates.MentionsRemoved);
        json.WriteEndObject();
    }

    private static void Calibration(Utf8JsonWriter json, Calibration calibration)
    {
        json.WriteStartObject("calibration"u8);
        Share(json, "expected_error", calibration.ExpectedError);
        json.WriteStartArray("bins"u8);
        foreach (CalibrationBin bin in calibration.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber("from"u8, bin.From);
            json.WriteNumber("to"u8, bin.To);
            json.WriteNumber("entities"u8, bin.Entities);
            json.WriteNumber("mean_probability"u8, bin.MeanProbability);
            json.WriteNumber("share_right"u8, bin.ShareRight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Rows are annotated labels, columns given ones; the last of each is none.</summary>
    private static void Confusion(Utf8JsonWriter json, ConfusionMatrix matrix)
    {
        json.WriteStartObject("confusion"u8);
        json.WriteStartArray("labels"u8);
        foreach (string label in matrix.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows"u8);
        for (int gold = 0; gold <= matrix.None; gold++)
        {
            json.WriteStartArray();
            for (int given = 0; given <= matrix.None; given++)
            {
                json.WriteNumberValue(matrix[gold, given]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
