using System.Text;
using PaDeNer.Decoding.Entities;
using PaDeNer.Testing.Builders;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;
using PaDeNer.Training.Predictions;

namespace PaDeNer.Training.Tests.Predictions;

/// <summary>The figures are worked out in <see cref="HandMadeFile"/>.</summary>
public class HandMadePredictionsTests
{
    [Fact]
    public void With_de_duplication()
    {
        EvaluationReport report = Report(DeduplicationPolicy.MaxProbability);

        Assert.Equal([("LOC", new Scores(1, 2, 1)), ("ORG", new Scores(2, 1, 1)), ("PER", new Scores(2, 2, 1))], report.Strings.Labels);
        Assert.Equal(new Scores(5, 5, 3), report.Strings.Micro);
        Assert.Equal(0.6, report.Strings.Micro.F1!.Value, 12);
        Assert.Equal(new Scores(5, 7, 4), report.StringsBefore);
        Assert.Equal(new Scores(5, 5, 3), report.Spans.Micro);
        Assert.Equal(new DuplicateScores(2, 0, 0, 2), report.Duplicates);
        Assert.Equal(new ErrorBreakdown(Label: 2, Count: 0, Index: 0, Text: 2), report.Errors);
        Assert.Equal(0.34, report.Calibration.ExpectedError!.Value, 12);
    }

    [Fact]
    public void Without_de_duplication()
    {
        EvaluationReport report = Report(DeduplicationPolicy.None);

        Assert.Equal([("LOC", new Scores(1, 2, 1)), ("ORG", new Scores(2, 3, 2)), ("PER", new Scores(2, 2, 1))], report.Strings.Labels);
        Assert.Equal(report.StringsBefore, report.Strings.Micro);
        Assert.Equal(4.0 / 7, report.Strings.Micro.Precision!.Value, 12);
        Assert.Equal(4.0 / 5, report.Strings.Micro.Recall!.Value, 12);
        Assert.Equal(8.0 / 12, report.Strings.Micro.F1!.Value, 12);
        Assert.Equal(new DuplicateScores(2, 2, 0, 0), report.Duplicates);
    }

    [Fact]
    public void Counts_and_confusion()
    {
        EvaluationReport report = Report(DeduplicationPolicy.MaxProbability);
        ConfusionMatrix confusion = report.Confusion;

        Assert.Equal(new CountScores(7, 2, 0), report.Counts.All);
        Assert.Equal(["LOC", "ORG", "PER"], confusion.Labels);
        int[][] cells = [.. Enumerable.Range(0, 4).Select(gold => Enumerable.Range(0, 4).Select(given => confusion[gold, given]).ToArray())];
        Assert.Equal([1, 0, 0, 0], cells[0]); // London
        Assert.Equal([1, 1, 0, 0], cells[1]); // Paris as LOC, Lyon
        Assert.Equal([0, 0, 1, 1], cells[2]); // Ada Lovelace, Charles Babbage missed
        Assert.Equal([0, 0, 1, 0], cells[3]); // Charles
    }

    [Fact]
    public void A_threshold_leaves_out_what_is_less_probable_but_not_what_was_announced()
    {
        EvaluationReport report = Report(DeduplicationPolicy.None, minProbability: 0.7);

        Assert.Equal(new Scores(5, 4, 3), report.Strings.Micro); // Ada Lovelace, London, Lyon right; Paris as LOC wrong
        Assert.Equal(new CountScores(7, 2, 0), report.Counts.All);
    }

    [Theory]
    [InlineData("", "", 1, 0)] // nobody says where: both are searched for, and found at the first John
    [InlineData(""","start":9,"end":13""", "", 0, 1)]
    [InlineData(""","start":9,"end":13""", ""","start":0,"end":4""", 0, 2)]
    [InlineData(""","start":9,"end":13""", ""","start":9,"end":13""", 1, 2)]
    [InlineData(""","start":8,"end":14""", ""","start":9,"end":13""", 0, 2)]
    public void Offsets_are_used_where_they_are_given(string ofPrediction, string ofAnnotation, int right, int byOffsets)
    {
        string text = ofPrediction.Contains("14", StringComparison.Ordinal) ? " John." : "John";
        string file = $$"""{"text":"John met John.","predictions":[{"label":"PER","text":"{{text}}","probability":0.9{{ofPrediction}}}],"entities":[{"label":"PER","text":"John"{{ofAnnotation}}}]}""";

        PredictedTexts texts = PredictionReader.Read(Encoding.UTF8.GetBytes(file), 0).Value!;
        EvaluationReport report = EvaluationReport.Create(texts.Labels, texts.Texts, DeduplicationPolicy.None);

        Assert.Equal(new Scores(1, 1, right), report.Spans.Micro);
        Assert.Equal(byOffsets, texts.Placed.PredictionsByOffsets + texts.Placed.AnnotationsByOffsets);
        Assert.Equal((1, 1), (texts.Placed.Predictions, texts.Placed.Annotations));
    }

    [Fact]
    public void A_prediction_given_twice_is_one_entity_and_two_announced()
    {
        PredictedTexts texts = PredictionReader.Read(
            """{"text":"Ada came.","predictions":[{"label":"PER","text":"Ada","probability":0.5},{"label":"PER","text":" Ada","probability":0.9}],"entities":[{"label":"PER","text":"Ada"}]}"""u8.ToArray(), 0).Value!;

        EvaluationReport report = EvaluationReport.Create(texts.Labels, texts.Texts, DeduplicationPolicy.MaxProbability);

        Assert.Equal(new Scores(1, 1, 1), report.Spans.Micro);
        Assert.Equal(1, report.Calibration.Entities);
        Assert.Equal(0.1, report.Calibration.ExpectedError!.Value, 12);
        Assert.Equal(new CountScores(0, 1, 0), report.Counts.All);
    }

    [Theory]
    [InlineData("""{"label":"PER","text":"Ada"},{"label":"PER","text":"Ada "}""", 1)]
    [InlineData("""{"label":"PER","start":0,"end":3},{"label":"PER","start":0,"end":4}""", 1)]
    [InlineData("""{"label":"PER","text":"Ada"},{"label":"LOC","text":"Ada"}""", 2)]
    public void An_annotation_given_twice_is_one(string annotations, int gold)
    {
        string file = $$"""{"text":"Ada came.","predictions":[{"label":"PER","text":"Ada","probability":0.5}],"entities":[{{annotations}}]}""";
        PredictedTexts texts = PredictionReader.Read(Encoding.UTF8.GetBytes(file), 0).Value!;

        EvaluationReport report = EvaluationReport.Create(texts.Labels, texts.Texts, DeduplicationPolicy.MaxProbability);

        Assert.Equal(new Scores(gold, 1, 1), report.Spans.Micro);
        Assert.Equal(1, report.Counts.Labels.Single(static label => label.Label == "PER").Scores.Exact);
    }

    [Theory]
    [InlineData("{\"text\":\"a b\",\"predictions\":[{\"label\":\"X\",\"text\":\"a\",\"probability\":1,\"start\":2,\"end\":3}],\"entities\":[]}", 1, "is not what stands at its offsets")]
    [InlineData("{\"text\":\"a b\",\"predictions\":[{\"label\":\"X\",\"probability\":1,\"start\":1,\"end\":2}],\"entities\":[]}", 1, "nothing but white space")]
    [InlineData("{\"text\":\"a b\",\"predictions\":[{\"label\":\"X\",\"text\":\"a\",\"probability\":1,\"start\":0}],\"entities\":[]}", 1, "number 1 of 'predictions' has no 'end'")]
    [InlineData("{\"text\":\"a\",\"predictions\":[],\"entities\":[{\"label\":\"X\",\"text\":\"a\",\"start\":0,\"end\":2}]}", 1, "goes from 0 to 2, the text has 1 code points")]
    [InlineData("{\"text\":\"a\",\"entities\":[]}", 1, "no 'predictions'")]
    [InlineData("{\"text\":\"a\",\"predictions\":[]}", 1, "no 'entities'")]
    [InlineData("{\"predictions\":[],\"entities\":[]}", 1, "no 'text'")]
    [InlineData("\n{\"text\":\"a\",\"predictions\":[{\"label\":\"X\",\"text\":\"a\"}],\"entities\":[]}", 2, "number 1 of 'predictions' has no 'probability'")]
    [InlineData("{\"text\":\"a\",\"predictions\":[{\"label\":\"X\",\"text\":\"a\",\"probability\":1.5}],\"entities\":[]}", 1, "no number from 0 to 1")]
    [InlineData("{\"text\":\"a\",\"predictions\":[{\"label\":\"X\",\"text\":\"a\",\"probability\":\"0.5\"}],\"entities\":[]}", 1, "no number from 0 to 1")]
    [InlineData("{\"text\":\"a\",\"predictions\":[],\"entities\":[{\"text\":\"a\"}]}", 1, "number 1 of 'entities' has no 'label'")]
    [InlineData("", 1, "no text at all")]
    public void Bad_lines_are_named_with_their_reason(string file, int line, string reason)
    {
        DatasetProblem? problem = PredictionReader.Read(Encoding.UTF8.GetBytes(file), 0).Problem;

        Assert.Equal(line, problem?.Line);
        Assert.Contains(reason, problem?.Reason, StringComparison.Ordinal);
    }

    private static EvaluationReport Report(DeduplicationPolicy policy, double minProbability = 0)
    {
        PredictedTexts texts = PredictionReader.Read(Encoding.UTF8.GetBytes(HandMadeFile.Lines), minProbability).Value!;
        return EvaluationReport.Create(texts.Labels, texts.Texts, policy, OverlapPolicy.Allow);
    }
}
