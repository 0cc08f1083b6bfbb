using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Testing.Builders;
using PaDeNer.Training.Evaluation;
using PaDeNer.Training.Pictures;

namespace PaDeNer.Training.Tests.Pictures;

public class PictureTests
{
    [Theory]
    [InlineData("PER", "ORG")]
    [InlineData("<script>&\"", "]]>\u0001\ud800")]
    [InlineData("a label with a very long name", "名称特指")]
    public void Pictures_are_drawn_whatever_labels_are_called(string first, string second)
    {
        EvaluationReport report = Report(first, second);

        Assert.Equal((1120, 1120), PngFile.SizeOf(CalibrationPicture.Draw(report.Calibration)));
        Assert.InRange(PngFile.SizeOf(ConfusionPicture.Draw(report.Confusion)).Width, 1000, 1400);
    }

    [Fact]
    public void A_table_grows_with_its_labels()
    {
        EvaluationReport report = EvaluationReport.Create([.. Enumerable.Range(0, 20).Select(static i => $"label {i}")], [], DeduplicationPolicy.None);

        (int width, int height) = PngFile.SizeOf(ConfusionPicture.Draw(report.Confusion));

        Assert.True(width > 3000 && height > 3000, $"{width} x {height}");
    }

    [Fact]
    public void Nothing_at_all_can_be_drawn()
    {
        EvaluationReport report = EvaluationReport.Create([], [], DeduplicationPolicy.None);

        PngFile.SizeOf(ConfusionPicture.Draw(report.Confusion));
        PngFile.SizeOf(CalibrationPicture.Draw(report.Calibration));
    }

    [Fact]
    public void Equal_reports_make_equal_pictures() =>
        Assert.Equal(ConfusionPicture.Draw(Report("PER", "ORG").Confusion), ConfusionPicture.Draw(Report("PER", "ORG").Confusion));

    [Fact]
    public void The_font_is_ours_unless_a_letter_is_not_in_it()
    {
        Assert.Equal(PictureFont.Name, PictureFont.For("Größe, Łódź, Ωμέγα, Москва – 97.5 %…"));
        Assert.NotEmpty(PictureFont.For("名称特指")); // another font's name where the machine has one
    }

    private static EvaluationReport Report(string first, string second)
    {
        Entity right = new(new Label(first), "u", new TextSpan(0, 1), 0.9);
        Entity missed = new(new Label(first), "v", new TextSpan(2, 3), 1);
        Entity wrong = new(new Label(second), "w", new TextSpan(4, 5), 0.2);
        return EvaluationReport.Create([first, second], [new EvaluatedText([first, second], [right, missed], [right, wrong], null)], DeduplicationPolicy.None);
    }
}
