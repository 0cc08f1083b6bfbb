using PaDeNer.Benchmarking.Systems;
using PaDeNer.Training.Pictures;
using ScottPlot;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>The pictures of a report, as PNG.</summary>
public static class BenchPictures
{
    /// <summary>Files of the page's own pictures.</summary>
    internal const string LatencyFile = "latency.png", ThroughputFile = "throughput.png";

    private const int Width = 760;
    private const int RowHeight = 22;

    /// <summary>Title and what stands below the bars.</summary>
    private const int Beside = 96;

    /// <summary>Of the width, for names to the left of the bars and values to the right of them; the longest bar has the rest.</summary>
    private const double NamesShare = 0.3, ValuesShare = 0.12;

    /// <summary>Every picture, by file name: the page's own and those of its sections.</summary>
    public static IReadOnlyList<(string FileName, byte[] Png)> Draw(BenchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ComparisonResult comparison = report.Comparison;
        return
        [
            (LatencyFile, Bars(
                "Mean latency of a document, one at a time",
                "milliseconds; shorter is better",
                [.. comparison.Datasets.Select(static dataset => dataset.Name)],
                dataset => [.. comparison.Latency.Where(result => result.Dataset == dataset).Select(static result => result.System).Distinct()
                    .Select(system => (system, comparison.BestLatency(dataset, system)!.Latency.Mean))])),
            (ThroughputFile, Bars(
                "Documents per second, many in flight",
                "documents per second; longer is better",
                [.. comparison.Datasets.Select(static dataset => dataset.Name)],
                dataset => [.. comparison.Throughput.Where(result => result.Dataset == dataset).Select(static result => result.System).Distinct()
                    .Select(system => (system, comparison.BestThroughput(dataset, system)!.DocumentsPerSecond))])),
            .. report.Serving.Sections.SelectMany(static section => section.Pictures),
        ];
    }

    /// <summary>Bars in groups, each with its name and value; ours stand out.</summary>
    private static byte[] Bars(string title, string unit, IReadOnlyList<string> groups, Func<string, IReadOnlyList<(string Name, double Value)>> barsOf)
    {
        (string Group, IReadOnlyList<(string Name, double Value)> Bars)[] all = [.. groups.Select(group => (group, barsOf(group)))];
        double most = Math.Max(1e-9, all.SelectMany(static group => group.Bars).Select(static bar => bar.Value).DefaultIfEmpty(0).Max());
        double scale = most / (1 - NamesShare - ValuesShare);
        using Plot plot = PictureStyle.Begin(title);
        double row = 0;
        foreach ((string group, IReadOnlyList<(string Name, double Value)> bars) in all)
        {
            PictureStyle.Words(plot, group, (0.01 - NamesShare) * scale, row + 0.6, Alignment.MiddleLeft, 14);
            row++;
            foreach ((string name, double value) in bars)
            {
                Bar(plot, name, value, row + 0.5, scale);
                row++;
            }

            row += 0.4;
        }

        Line(plot, row);
        PictureStyle.Words(plot, unit, 0, row + 0.7, Alignment.MiddleLeft, 12, PictureStyle.PaleInk);
        PictureStyle.WithoutAxes(plot, -NamesShare * scale, (1 - NamesShare) * scale, 0, row + 1.4);
        return PictureStyle.Finish(plot, Width, Beside + (int)(row * RowHeight));
    }

    private static void Bar(Plot plot, string name, double value, double middle, double scale)
    {
        ScottPlot.Plottables.Rectangle bar = plot.Add.Rectangle(0, value, middle - 0.38, middle + 0.38);
        bar.FillColor = name == PadenerOptions.DefaultName ? PictureStyle.Main : PictureStyle.Other;
        bar.LineWidth = 0;
        PictureStyle.Words(plot, name, -0.012 * scale, middle, Alignment.MiddleRight);
        PictureStyle.Words(plot, Number(value), value + (0.008 * scale), middle, Alignment.MiddleLeft, 12, PictureStyle.PaleInk);
    }

    private static void Line(Plot plot, double bottom)
    {
        ScottPlot.Plottables.LinePlot line = plot.Add.Line(0, 0.1, 0, bottom);
        line.LineColor = PictureStyle.Other;
        line.LineWidth = 1;
        line.MarkerSize = 0;
    }
}
