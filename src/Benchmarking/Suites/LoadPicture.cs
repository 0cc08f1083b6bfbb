using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Training.Pictures;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// What more documents in flight bring and cost: a line per contender from one in flight to many, throughput to the right, the 99th
/// percentile of latency upwards on a scale of powers of ten. Further right and further down is better; where a line turns straight up,
/// documents only wait.
/// </summary>
internal static class LoadPicture
{
    /// <summary>The file's name.</summary>
    public const string FileName = "load.svg";

    private const int Left = 70;
    private const int Right = 150;
    private const int Top = 66;
    private const int Width = 460;
    private const int Height = 300;
    private const string Title = "Latency and throughput over documents in flight";

    public static string Draw(IReadOnlyList<SaturationResult> contenders)
    {
        double fastest = Math.Max(1, contenders.Max(static contender => contender.DocumentsPerSecond));
        double[] percentiles = [.. contenders.SelectMany(static contender => contender.Points).Select(static point => Math.Max(0.1, point.Latency.P99))];
        int lowest = (int)Math.Floor(Math.Log10(percentiles.Min()));
        int highest = Math.Max(lowest + 1, (int)Math.Ceiling(Math.Log10(percentiles.Max())));
        double XOf(double rate) => Left + (rate / fastest * Width);
        double YOf(double milliseconds) => Top + Height - ((Math.Log10(Math.Max(0.1, milliseconds)) - lowest) / (highest - lowest) * Height);

        SvgPicture picture = new(Left + Width + Right, Top + Height + 56, Title);
        picture.Text(20, 26, Title, "title", "start");
        picture.Text(20, 46, "a line per contender, from one document in flight to many; lower right is better", "small", "start");
        for (int power = lowest; power <= highest; power++)
        {
            double y = YOf(Math.Pow(10, power));
            picture.Line(Left, y, Left + Width, y, "grid");
            picture.Text(Left - 8, y + 4, Number(Math.Pow(10, power)), "small", "end");
        }

        picture.Line(Left, Top, Left, Top + Height, "line");
        picture.Line(Left, Top + Height, Left + Width, Top + Height, "line");
        for (int part = 0; part <= 4; part++)
        {
            picture.Text(XOf(fastest * part / 4), Top + Height + 18, Number(fastest * part / 4), "small");
        }

        picture.Text(Left + (Width / 2.0), Top + Height + 42, "documents per second", "small");
        picture.Text(20, Top + (Height / 2.0), "p99, milliseconds", "small", upwards: true);
        foreach (SaturationResult contender in contenders)
        {
            Line(picture, contender, XOf, YOf);
        }

        return picture.ToString();
    }

    private static void Line(SvgPicture picture, SaturationResult contender, Func<double, double> xOf, Func<double, double> yOf)
    {
        string style = contender.Contender == OurOptions.DefaultName ? "bar" : "dot";
        ClosedLoopResult? before = null;
        foreach (ClosedLoopResult point in contender.Points)
        {
            double x = xOf(point.DocumentsPerSecond);
            double y = yOf(point.Latency.P99);
            if (before is not null)
            {
                picture.Line(xOf(before.DocumentsPerSecond), yOf(before.Latency.P99), x, y, "line");
            }

            picture.Dot(x, y, 4, style);
            before = point;
        }

        picture.Text(xOf(contender.Unloaded.DocumentsPerSecond) + 10, yOf(contender.Unloaded.Latency.P99) + 4, contender.Contender, "small", "start");
    }
}
