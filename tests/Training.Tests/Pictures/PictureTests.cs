using System.Xml.Linq;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Training.Evaluation;
using PaDeNer.Training.Pictures;

namespace PaDeNer.Training.Tests.Pictures;

public class PictureTests
{
    [Theory]
    [InlineData("PER", "ORG")]
    [InlineData("<script>&\"", "]]>\u0001")]
    [InlineData("a label with a very long name", "名称特指")]
    public void Pictures_are_well_formed_whatever_labels_are_called(string first, string second)
    {
        EvaluationReport report = Report(first, second);

        foreach (string picture in (string[])[ConfusionPicture.Draw(report.Confusion), CalibrationPicture.Draw(report.Calibration)])
        {
            XElement svg = XDocument.Parse(picture).Root!;
            Assert.Equal("svg", svg.Name.LocalName);
            Assert.Contains(svg.Descendants(), static element => element.Name.LocalName == "title");
            Assert.DoesNotContain("NaN", picture, StringComparison.Ordinal);
            Assert.Contains("prefers-color-scheme: dark", picture, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Axes_are_named_and_cells_hold_their_numbers()
    {
        EvaluationReport report = Report("PER", "ORG");
        string[] confusion = TextsOf(ConfusionPicture.Draw(report.Confusion));
        string[] calibration = TextsOf(CalibrationPicture.Draw(report.Calibration));

        Assert.Contains("annotated", confusion);
        Assert.Contains("given by the model", confusion);
        Assert.Contains("50.0 %", confusion);
        Assert.Contains("probability of an entity", calibration);
        Assert.Contains("share that is right", calibration);
        Assert.Contains("1.0", calibration);
    }

    [Fact]
    public void Nothing_at_all_can_be_drawn()
    {
        EvaluationReport report = EvaluationReport.Create([], [], DeduplicationPolicy.None);

        Assert.NotNull(XDocument.Parse(ConfusionPicture.Draw(report.Confusion)).Root);
        Assert.NotNull(XDocument.Parse(CalibrationPicture.Draw(report.Calibration)).Root);
    }

    private static string[] TextsOf(string picture) =>
        [.. XDocument.Parse(picture).Descendants().Where(static element => element.Name.LocalName == "text").Select(static element => element.Value)];

    private static EvaluationReport Report(string first, string second)
    {
        Entity right = new(new Label(first), "u", new TextSpan(0, 1), 0.9);
        Entity missed = new(new Label(first), "v", new TextSpan(2, 3), 1);
        Entity wrong = new(new Label(second), "w", new TextSpan(4, 5), 0.2);
        return EvaluationReport.Create([first, second], [new EvaluatedText([first, second], [right, missed], [right, wrong], null)], DeduplicationPolicy.None);
    }
}
