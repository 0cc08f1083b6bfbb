using System.Globalization;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Training.Pictures;

/// <summary>Draws what probabilities promise against what is right: a bar per bin, a dot where its mean probability lies, the diagonal for honesty.</summary>
public static class CalibrationPicture
{
    private const int Size = 400;
    private const int Left = 74;
    private const int Top = 64;
    private const int Bottom = Top + Size;

    /// <summary>The picture as SVG.</summary>
    public static string Draw(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        SvgPicture picture = new(Left + Size + 30, Bottom + 92, "Calibration: share right over probability");
        picture.Text(Left, 26, "Calibration", "title", "start");
        picture.Text(Left, 46, Summary(calibration), "small", "start");
        Grid(picture);
        double width = (double)Size / calibration.Bins.Count;
        foreach (CalibrationBin bin in calibration.Bins)
        {
            double x = Left + (bin.From * Size);
            double height = bin.ShareRight * Size;
            picture.Rectangle(x + 2, Bottom - height, width - 4, height, "bar", bin.Entities == 0 ? 0 : 0.75);
            picture.Text(x + (width / 2), Bottom + 34, bin.Entities.ToString("N0", CultureInfo.InvariantCulture), "small");
        }

        picture.Line(Left, Bottom, Left + Size, Top, "ideal");
        foreach (CalibrationBin bin in calibration.Bins.Where(static bin => bin.Entities > 0))
        {
            picture.Dot(Left + (bin.MeanProbability * Size), Bottom - (bin.ShareRight * Size), 4, "dot");
        }

        picture.Text(Left - 12, Bottom + 34, "entities", "small", "end");
        picture.Text(Left + (Size / 2.0), Bottom + 62, "probability of an entity");
        picture.Text(22, Top + (Size / 2.0), "share that is right", upwards: true);
        picture.Text(Left, Bottom + 82, "bars: share right, dots: at the mean probability; dashed: what is promised", "small", "start");
        return picture.ToString();
    }

    private static void Grid(SvgPicture picture)
    {
        for (int tenth = 0; tenth <= 10; tenth += 2)
        {
            double at = tenth / 10.0 * Size;
            string number = (tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture);
            picture.Line(Left, Bottom - at, Left + Size, Bottom - at, "grid");
            picture.Text(Left - 10, Bottom - at + 4, number, anchor: "end");
            picture.Text(Left + at, Bottom + 18, number);
        }

        picture.Line(Left, Bottom, Left + Size, Bottom, "line");
        picture.Line(Left, Bottom, Left, Top, "line");
    }

    private static string Summary(Calibration calibration) => string.Create(
        CultureInfo.InvariantCulture, $"{calibration.Entities:N0} entities, expected calibration error {calibration.ExpectedError:0.000}");
}
