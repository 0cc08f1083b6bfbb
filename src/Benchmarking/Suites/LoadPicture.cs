using System.Globalization;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Training.Pictures;
using ScottPlot;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// What more documents in flight bring and cost: a line per system from one in flight to many, throughput to the right, the 99th
/// percentile of latency upwards on a scale of powers of ten. Further right and further down is better; where a line turns straight up,
/// documents only wait.
/// </summary>
internal static class LoadPicture
{
    /// <summary>The file's name.</summary>
    public const string FileName = "load.png";

    private const int Width = 820;
    private const int Height = 480;

    /// <summary>Below that, a latency is drawn as that: a logarithm needs something.</summary>
    private const double LeastMilliseconds = 0.1;

    /// <summary>Told apart by colour and by configuration.</summary>
    private static readonly Color[] Colours = [.. ((string[])["#9a6700", "#1a7f37", "#cf222e", "#8250df", "#57606a", "#bf3989", "#1b7c83"]).Select(static hex => new Color(hex))];

    private static readonly MarkerShape[] Configurations =
        [MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.Cross];

    public static byte[] Draw(IReadOnlyList<SaturationResult> systems)
    {
        using Plot plot = PictureStyle.Begin("Latency and throughput, from one document in flight to many");
        PictureStyle.NameAxes(plot, "documents per second; further right is better", "99th percentile of latency, ms; lower is better");
        int other = 0;
        foreach (SaturationResult system in systems)
        {
            bool ours = system.System == PadenerOptions.DefaultName;
            AddLine(plot, system, ours ? PictureStyle.Main : Colours[other % Colours.Length], ours ? MarkerShape.FilledCircle : Configurations[other % Configurations.Length]);
            other += ours ? 0 : 1;
        }

        double[] latencies = [.. systems.SelectMany(static system => system.Points).Select(LatencyOf)];
        double[] ticks = Ticks(latencies.Min(), latencies.Max());
        plot.Axes.Left.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(static tick => tick.ToString("0.##", CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimits(
            0, Math.Max(1, systems.Max(static system => system.DocumentsPerSecond)) * 1.05, Math.Log10(ticks[0]), Math.Log10(ticks[^1]));
        plot.ShowLegend(Edge.Right);
        return PictureStyle.Finish(plot, Width, Height);
    }

    private static void AddLine(Plot plot, SaturationResult system, Color colour, MarkerShape configuration)
    {
        Coordinates[] points = [.. system.Points.Select(static point => new Coordinates(point.DocumentsPerSecond, Math.Log10(LatencyOf(point))))];
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(points, colour);
        line.LineWidth = system.System == PadenerOptions.DefaultName ? 2.5f : 1.5f;
        line.MarkerShape = configuration;
        line.MarkerSize = 8;
        line.LegendText = system.System;
    }

    /// <summary>Ones, twos and fives of every power of ten, from the last one below the lowest value to the first above the highest.</summary>
    private static double[] Ticks(double lowest, double highest)
    {
        double[] all = [.. Enumerable.Range(-2, 10).SelectMany(static power => (double[])[Math.Pow(10, power), 2 * Math.Pow(10, power), 5 * Math.Pow(10, power)])];
        return [all.Last(tick => tick < lowest), .. all.Where(tick => tick >= lowest && tick <= highest), all.First(tick => tick > highest)];
    }

    private static double LatencyOf(ClosedLoopResult point) => Math.Max(LeastMilliseconds, point.Latency.P99);
}
