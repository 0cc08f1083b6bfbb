using System.Globalization;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Telemetry;
using Spectre.Console;

namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>The figures of a demo, on standard error.</summary>
internal static class DemoSummary
{
    private static readonly (string Command, string What)[] Next =
    [
        ("padener demo --keep-running", "the same with its status page, metrics and health"),
        ("padener extract -i FILE -o - --show", "your own texts, one a line, drawn with their entities"),
        ("padener extract -i FILE -o - --labels \"ship,captain\"", "any labels, in words"),
        ("padener serve --bootstrap-servers HOST:9092", "the daemon between your topics; padener doctor says what it lacks"),
    ];

    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, RunningDaemon daemon, DemoRun run)
    {
        StreamFigures figures = daemon.Figures;
        TimeSpan[]? latencies = figures.Latencies.Percentiles(50, 99);
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn();
        void Row(string name, FormattableString value) =>
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value.ToString(CultureInfo.InvariantCulture)));
        Row("documents", $"{run.Received:N0} through Kafka and back, {figures.Entities:N0} entities, {figures.DeadLetters:N0} dead letters");
        Row("documents/s", $"{run.Received / Math.Max(0.001, run.Elapsed.TotalSeconds):N0}");
        if (latencies is not null)
        {
            Row("latency", $"p50 {latencies[0].TotalMilliseconds:0.0} ms, p99 {latencies[1].TotalMilliseconds:0.0} ms (received to committed)");
        }

        Row("prefix sharing", $"saved {figures.SavedShare:0.0%} of the tokens: {figures.TokensEvaluated:N0} evaluated, {figures.TokensSaved:N0} not");
        Row("duplicates", $"{figures.Duplicates:N0} removed by probability");
        foreach ((string name, string value) in Banner.After(daemon.Extractor))
        {
            Row(name, $"{value}");
        }

        console.Write(grid);
        console.WriteLine();
        console.MarkupLine("[grey]What to try next[/]");
        Grid next = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn();
        foreach ((string command, string what) in Next)
        {
            next.AddRow(new Text(command), new Text(what, new Style(Color.Grey)));
        }

        console.Write(next);
    }
}
