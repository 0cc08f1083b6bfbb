using System.Globalization;
using PaDeNer.Training.Evaluation;
using ScottPlot;

namespace PaDeNer.Training.Pictures;

/// <summary>Draws what probabilities promise against what is right: a bar per bin, a dot at its mean probability, and the diagonal of perfect calibration.</summary>
public static class CalibrationPicture
{
    private const int Size = 560;

    /// <summary>The picture as PNG.</summary>
    public static byte[] Draw(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        using Plot plot = PictureStyle.Begin(string.Create(
            CultureInfo.InvariantCulture, $"Calibration: {calibration.Entities:N0} entities, expected error {calibration.ExpectedError ?? 0:0.000}"));
        PictureStyle.NameAxes(plot, "probability of an entity; below each bin: its entities", "share that is right");
        AddBars(plot, calibration);
        AddPromise(plot);
        Coordinates[] filled =
            [.. calibration.Bins.Where(static bin => bin.Entities > 0).Select(static bin => new Coordinates(bin.MeanProbability, bin.ShareRight))];
        ScottPlot.Plottables.Scatter dots = plot.Add.ScatterPoints(filled, PictureStyle.Promise);
        dots.MarkerSize = 8;
        dots.LegendText = "at the mean probability";
        plot.Axes.Left.SetTicks([0, 0.2, 0.4, 0.6, 0.8, 1], ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        plot.Axes.SetLimits(0, 1, 0, 1.02);
        plot.ShowLegend(Alignment.UpperLeft);
        return PictureStyle.Finish(plot, Size, Size);
    }

    private static void AddBars(Plot plot, Calibration calibration)
    {
        Bar[] shares =
        [
            .. calibration.Bins.Select(static bin => new Bar
            {
                Position = Middle(bin),
                Value = bin.ShareRight,
                Size = (bin.To - bin.From) * 0.9,
                FillColor = PictureStyle.Main.WithAlpha(0.75),
                LineWidth = 0,
            }),
        ];
        ScottPlot.Plottables.BarPlot bars = plot.Add.Bars(shares);
        bars.LegendText = "share right";
        plot.Axes.Bottom.SetTicks(
            [.. calibration.Bins.Select(Middle)],
            [.. calibration.Bins.Select(static bin => string.Create(CultureInfo.InvariantCulture, $"{bin.From:0.0}–{bin.To:0.0}\n{bin.Entities:N0}"))]);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 11;
    }

    private static void AddPromise(Plot plot)
    {
        ScottPlot.Plottables.LinePlot promise = plot.Add.Line(0, 0, 1, 1);
        promise.LineColor = PictureStyle.Promise;
        promise.LinePattern = LinePattern.Dashed;
        promise.LineWidth = 1.5f;
        promise.MarkerSize = 0;
        promise.LegendText = "what is promised";
    }

    private static double Middle(CalibrationBin bin) => (bin.From + bin.To) / 2;
}
