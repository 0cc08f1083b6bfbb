using System.Text.Json;
using System.Text.RegularExpressions;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Architecture.Tests;

public partial class DashboardTests
{
    /// <summary>What Prometheus gets to see of every instrument, as the tests of the daemon pin it: kinds by name.</summary>
    private static readonly Dictionary<string, string> Exposed = Family().Matches(Repository.Read("tests/Daemon.Tests/Telemetry/exposition.txt"))
        .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);

    private static readonly HashSet<string> Samples = [.. Exposed.SelectMany(static metric => metric.Value == "histogram"
        ? (string[])[metric.Key + "_bucket", metric.Key + "_sum", metric.Key + "_count"]
        : [metric.Key])];

    [Fact]
    public void Panels_show_only_metrics_that_exist() =>
        Assert.Empty(Metric().Matches(string.Join('\n', Expressions())).Select(static match => match.Value).Distinct().Except(Samples));

    [Fact]
    public void Panels_group_only_by_tags_that_exist()
    {
        HashSet<string> tags = [.. InstrumentNames.All.SelectMany(static about => about.Tags).Select(static tag => tag.Replace('.', '_')), "le", "instance", "http_response_status_code", "cpu_mode"];

        Assert.Empty(Grouping().Matches(string.Join('\n', Expressions())).SelectMany(static match => match.Groups[1].Value.Split(", ")).Except(tags));
    }

    [Fact]
    public void Panels_have_a_place_and_a_number_of_their_own()
    {
        using JsonDocument dashboard = JsonDocument.Parse(Repository.Read("grafana/dashboards/stream.json"));
        JsonElement[] panels = [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()];
        (int X, int Y)[] cells =
        [
            .. panels.Select(static panel => panel.GetProperty("gridPos"))
                .SelectMany(static at => Enumerable.Range(at.GetProperty("x").GetInt32(), at.GetProperty("w").GetInt32())
                    .SelectMany(x => Enumerable.Range(at.GetProperty("y").GetInt32(), at.GetProperty("h").GetInt32()).Select(y => (x, y)))),
        ];

        Assert.Equal(panels.Length, panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(cells.Length, cells.Distinct().Count());
        Assert.All(cells, static cell => Assert.InRange(cell.X, 0, 23));
        Assert.All(panels, static panel => Assert.NotEmpty(panel.GetProperty("title").GetString()!));
    }

    [Fact]
    public void The_page_has_a_row_of_each_instrument_as_the_code_describes_it()
    {
        string page = Repository.Read("docs/design/metrics.md");

        Assert.All(InstrumentNames.All, about =>
        {
            string tags = string.Join(", ", about.Tags.Select(static tag => $"`{tag}`"));
            string exposed = Row().Matches(page).Where(row => row.Groups[1].Value == about.Name).Select(static row => row.Groups[2].Value).FirstOrDefault("?");
            Assert.Contains($"\n| `{about.Name}` | `{exposed}` | {about.Kind.ToString().ToLowerInvariant()} | {about.Unit} | {tags} | {about.Description} |\n", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_instrument_is_documented_with_its_name_in_Prometheus()
    {
        string page = Repository.Read("docs/design/metrics.md");

        Dictionary<string, (string Exposed, string Kind)> rows = Row().Matches(page).ToDictionary(
            static match => match.Groups[1].Value, static match => (match.Groups[2].Value, match.Groups[3].Value));

        Assert.Equal(InstrumentNames.All.Select(static about => about.Name).Order(), rows.Keys.Order());
        Assert.All(rows, row => Assert.StartsWith(row.Key.Replace('.', '_'), row.Value.Exposed, StringComparison.Ordinal));
        Assert.Equal(Exposed.Select(static metric => (metric.Key, metric.Value)).Order(), rows.Values.Order());
    }

    [Fact]
    public void Every_documented_metric_exists()
    {
        IEnumerable<string> named = Metric().Matches(Repository.Read("docs/design/metrics.md")).Select(static match => match.Value);

        Assert.Empty(named.Except(Exposed.Keys));
    }

    [Fact]
    public void Latency_buckets_resolve_a_millisecond_to_ten_seconds()
    {
        double[] buckets = InstrumentNames.DocumentDuration.Buckets!;

        Assert.Equal((0.001, 10.0), (buckets[0], buckets[^1]));
        Assert.All(buckets.Zip(buckets.Skip(1)), static pair => Assert.InRange(pair.Second / pair.First, 1.01, 2.0));
    }

    private static List<string> Expressions()
    {
        using JsonDocument dashboard = JsonDocument.Parse(Repository.Read("grafana/dashboards/stream.json"));
        List<string> expressions =
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .Where(static panel => panel.TryGetProperty("targets", out _))
                .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray().ToArray())
                .Select(static target => target.GetProperty("expr").GetString()!),
            .. dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
                .Select(static variable => variable.GetProperty("query"))
                .Where(static query => query.ValueKind == JsonValueKind.Object)
                .Select(static query => query.GetProperty("query").GetString()!),
        ];
        Assert.True(expressions.Count > 20);
        return expressions;
    }

    [GeneratedRegex(@"(?m)^# TYPE (\w+) (\w+)$")]
    private static partial Regex Family();

    [GeneratedRegex(@"(?m)^\| `([\w.]+)` \| `(\w+)` \| (\w+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\b(?:padener_stream|messaging_client)_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();
}
