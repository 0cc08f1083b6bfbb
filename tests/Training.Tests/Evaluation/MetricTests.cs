using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Training.Tests.Evaluation;

public class MetricTests
{
    private static readonly string[] Labels = ["A", "B", "C"];
    private static readonly string[] Strings = ["u", "v", "w", "x"];

    [Fact]
    public void Scores_equal_a_count_over_everything_that_could_be()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            List<EvaluatedText> texts = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomText(random))];

            EvaluationReport report = EvaluationReport.Create(Labels, texts, DeduplicationPolicy.None, OverlapPolicy.Allow);

            foreach (string label in Labels)
            {
                Assert.Equal(Brute(texts, label, Strings, static entity => entity.Text), report.Strings.Labels.Single(pair => pair.Label == label).Scores);
                Assert.Equal(
                    Brute(texts, label, [.. Enumerable.Range(0, 5).Select(static start => (TextSpan?)new TextSpan(start, start + 1))], static entity => entity.Span),
                    report.Spans.Labels.Single(pair => pair.Label == label).Scores);
            }
        }
    }

    [Fact]
    public void Every_error_has_one_cause_and_every_string_one_cell()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            List<EvaluatedText> texts = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomText(random))];
            EvaluationReport report = EvaluationReport.Create(Labels, texts, DeduplicationPolicy.MaxProbability);
            Scores micro = report.Strings.Micro;
            ConfusionMatrix confusion = report.Confusion;

            Assert.Equal(micro.Predicted - micro.Right + micro.Gold - micro.Right, report.Errors.Total);
            Assert.Equal(micro.Predicted, Enumerable.Range(0, 4).Sum(gold => Enumerable.Range(0, 3).Sum(given => confusion[gold, given])));
            Assert.Equal(micro.Right, Enumerable.Range(0, 3).Sum(label => confusion[label, label]));
            Assert.Equal(0, report.Duplicates.After);
            Assert.True(report.Duplicates.Before <= report.Duplicates.MentionsRemoved);
            Assert.InRange(report.Calibration.ExpectedError ?? 0, 0, 1);
            Assert.Equal(texts.Count * 3, report.Counts.All.Questions);
        }
    }

    [Fact]
    public void Overlaps_are_settled_after_duplicates_and_counted_apart()
    {
        Entity longer = new(new Label("A"), "u v", new TextSpan(0, 3), 0.9);
        Entity inside = new(new Label("B"), "v", new TextSpan(2, 3), 0.8);
        Entity duplicate = new(new Label("A"), "v", new TextSpan(2, 3), 0.7);
        EvaluatedText text = new(Labels, [longer], [longer, inside, duplicate], null);

        EvaluationReport flat = EvaluationReport.Create(Labels, [text], DeduplicationPolicy.MaxProbability);
        EvaluationReport nested = EvaluationReport.Create(Labels, [text], DeduplicationPolicy.MaxProbability, OverlapPolicy.Allow);

        Assert.Equal((new Scores(1, 1, 1), 1, 1), (flat.Strings.Micro, flat.OverlapsRemoved, flat.Duplicates.MentionsRemoved));
        Assert.Equal((new Scores(1, 2, 1), 0, 1), (nested.Strings.Micro, nested.OverlapsRemoved, nested.Duplicates.MentionsRemoved));
    }

    [Fact]
    public void Only_labels_that_were_asked_are_scored()
    {
        EvaluatedText text = new(["A"], [Of("A", "u", 0)], [Of("A", "u", 0)], null);

        EvaluationReport report = EvaluationReport.Create(Labels, [text], DeduplicationPolicy.None);

        Assert.Equal(new Scores(1, 1, 1), report.Strings.Micro);
        Assert.Equal(0, report.Counts.All.Questions);
    }

    [Fact]
    public void Of_nothing_there_is_no_score()
    {
        Assert.Equal((null, null, null), (default(Scores).Precision, default(Scores).Recall, default(Scores).F1));
        Assert.Equal((null, 0, 0), (new Scores(1, 0, 0).Precision, new Scores(1, 0, 0).Recall, new Scores(1, 0, 0).F1));
        Assert.Equal((0, null, 0), (new Scores(0, 1, 0).Precision, new Scores(0, 1, 0).Recall, new Scores(0, 1, 0).F1));
        Assert.Null(default(CountScores).Accuracy);
    }

    [Fact]
    public void A_mention_that_came_twice_instead_of_another_is_an_index_error()
    {
        EvaluatedText text = Decoded([Of("A", "u", 0), Of("A", "v", 1)], [Of("A", "u", 0)], ["u", "u"]);

        Assert.Equal(new ErrorBreakdown(Label: 0, Count: 0, Index: 1, Text: 0), ErrorsOf(text));
    }

    [Fact]
    public void Repeats_that_are_annotated_are_no_errors()
    {
        EvaluatedText text = Decoded([Of("A", "u", 0), Of("A", "u", 2)], [Of("A", "u", 0), Of("A", "u", 2)], ["u", "u"]);

        Assert.Equal(0, ErrorsOf(text).Total);
    }

    [Fact]
    public void A_wrong_count_is_the_cause_where_no_label_explains_more()
    {
        EvaluatedText text = Decoded([Of("A", "u", 0), Of("A", "v", 1)], [Of("A", "u", 0)], ["u"]);

        Assert.Equal(new ErrorBreakdown(Label: 0, Count: 1, Index: 0, Text: 0), ErrorsOf(text));
    }

    [Fact]
    public void A_probability_of_one_is_in_the_last_bin()
    {
        EvaluatedText text = Decoded([Of("A", "u", 0)], [Of("A", "u", 0) with { Probability = 1 }, Of("A", "v", 1) with { Probability = 0 }], ["u", "v"]);

        Calibration calibration = EvaluationReport.Create(Labels, [text], DeduplicationPolicy.None).Calibration;

        Assert.Equal((1, 1), (calibration.Bins[9].Entities, calibration.Bins[9].Right));
        Assert.Equal((1, 0), (calibration.Bins[0].Entities, calibration.Bins[0].Right));
        Assert.Equal(0, calibration.ExpectedError);
    }

    private static ErrorBreakdown ErrorsOf(EvaluatedText text) => EvaluationReport.Create(Labels, [text], DeduplicationPolicy.None).Errors;

    private static EvaluatedText Decoded(IReadOnlyList<Entity> gold, IReadOnlyList<Entity> mentions, IReadOnlyList<string> decoded) =>
        new(["A"], gold, mentions, new Dictionary<string, IReadOnlyList<string>> { ["A"] = decoded });

    private static Entity Of(string label, string text, int start) => new(new Label(label), text, new TextSpan(start, start + 1), 0.5);

    private static EvaluatedText RandomText(Random random)
    {
        List<Entity> Entities() => [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ =>
            Of(Labels[random.Next(3)], Strings[random.Next(4)], random.Next(5)) with { Probability = random.NextDouble() })];
        List<Entity> mentions = Entities();
        return new EvaluatedText(Labels, Entities(), mentions, Labels.ToDictionary(
            static label => label, label => (IReadOnlyList<string>)[.. mentions.Where(mention => mention.Label.Name == label).Select(static mention => mention.Text)]));
    }

    private static Scores Brute<TKey>(List<EvaluatedText> texts, string label, IReadOnlyList<TKey> keys, Func<Entity, TKey> keyOf)
    {
        int gold = 0, given = 0, right = 0;
        foreach (EvaluatedText text in texts)
        {
            foreach (TKey key in keys)
            {
                bool wanted = text.Gold.Any(entity => entity.Label.Name == label && Equals(keyOf(entity), key));
                bool found = text.Mentions.Any(entity => entity.Label.Name == label && Equals(keyOf(entity), key));
                gold += wanted ? 1 : 0;
                given += found ? 1 : 0;
                right += wanted && found ? 1 : 0;
            }
        }

        return new Scores(gold, given, right);
    }
}
