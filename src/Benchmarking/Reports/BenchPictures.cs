using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Training.Pictures;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>The pictures of a report, as SVG.</summary>
public static class BenchPictures
{
    private const int Left = 210;
    private const int Width = 380;
    private const int BarHeight = 15;
    private const int BarStep = 20;
    private const int Top = 62;

    /// <summary>Every picture, by file name: the page's own and those of its chapters.</summary>
    public static IReadOnlyList<(string FileName, string Svg)> Draw(BenchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ComparisonResult comparison = report.Comparison;
        return
        [
            ("latency.svg", Bars(
                "Mean latency of a document, one at a time",
                "milliseconds; shorter is better",
                [.. comparison.Datasets.Select(static dataset => dataset.Name)],
                dataset => [.. comparison.Latency.Where(result => result.Dataset == dataset).Select(static result => result.Contender).Distinct()
                    .Select(contender => (contender, comparison.BestLatency(dataset, contender)!.Latency.Mean))])),
            ("throughput.svg", Bars(
                "Documents per second, many in flight",
                "longer is better",
                [.. comparison.Datasets.Select(static dataset => dataset.Name)],
                dataset => [.. comparison.Throughput.Where(result => result.Dataset == dataset).Select(static result => result.Contender).Distinct()
                    .Select(contender => (contender, comparison.BestThroughput(dataset, contender)!.DocumentsPerSecond))])),
            .. report.Serving.Chapters.SelectMany(static chapter => chapter.Pictures),
        ];
    }

    /// <summary>Bars in groups, each with its name and value; ours stand out.</summary>
    private static string Bars(string title, string unit, IReadOnlyList<string> groups, Func<string, IReadOnlyList<(string Name, double Value)>> barsOf)
    {
        (string Group, IReadOnlyList<(string Name, double Value)> Bars)[] all = [.. groups.Select(group => (group, barsOf(group)))];
        double most = Math.Max(1e-9, all.SelectMany(static group => group.Bars).Select(static bar => bar.Value).DefaultIfEmpty(0).Max());
        int height = Top + all.Sum(static group => ((group.Bars.Count + 1) * BarStep) + 10) + 10;
        SvgPicture picture = new(Left + Width + 80, height, title);
        picture.Text(20, 26, title, "title", "start");
        picture.Text(20, 46, unit, "small", "start");
        double y = Top;
        foreach ((string group, IReadOnlyList<(string Name, double Value)> bars) in all)
        {
            y += BarStep;
            picture.Text(20, y - 5, group, anchor: "start");
            foreach ((string name, double value) in bars)
            {
                double length = value / most * Width;
                bool ours = name == OurOptions.DefaultName;
                picture.Text(Left - 10, y + 12, name, "small", "end");
                picture.Rectangle(Left, y, length, BarHeight, ours ? "bar" : "dot", ours ? 1 : 0.6);
                picture.Text(Left + length + 6, y + 12, Number(value), "small", "start");
                y += BarStep;
            }

            y += 10;
        }

        picture.Line(Left, Top, Left, height - 10, "line");
        return picture.ToString();
    }
}
