using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaDeNer.EndToEnd.Tests.Brokers;
using PaDeNer.EndToEnd.Tests.Delivery;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Dashboards;

/// <summary>Every query of the dashboard, put to a real Prometheus that scrapes a daemon under load, and every series of that daemon against the page.</summary>
public sealed partial class DashboardQueriesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-prometheus-").FullName;

    private static string? Prometheus { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
        .Select(static folder => Path.Combine(folder, "prometheus")).FirstOrDefault(File.Exists);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_query_of_every_panel_and_variable_has_data_and_every_series_is_documented()
    {
        Repository.RequireDaemon();
        Need.Be(Prometheus is not null, "there is no prometheus on this machine (Debian: prometheus).");
        using InProcessBroker broker = new();
        await DaemonTopics.CreateAsync(broker);
        using ChildProcess daemon = DaemonProcess.Start(broker, ("Ingress:LagInterval", "00:00:00.5"), ("Kafka:StatisticsInterval", "00:00:01"));
        await daemon.SaysAsync("assigned, epoch", Patience);
        Uri health = new(Health().Match(daemon.Output).Groups[1].Value), api = new(Api().Match(daemon.Output).Groups[1].Value);
        using ChildProcess prometheus = StartPrometheus(health, out Uri address);
        using HttpClient http = new() { BaseAddress = address };
        await UntilAsync(() => HasDataAsync(http, "sum_over_time(up[1m]) >= 2"), "Prometheus scrapes the daemon");
        Feed feed = new(300);
        feed.Write(broker.BootstrapServers, "documents", 0, feed.Records.Count);
        using HttpResponseMessage decoded = await http.PostAsJsonAsync(new Uri(api, "v1/extract"), new { text = "Ada Lovelace met Charles Babbage." }, TestContext.Current.CancellationToken);
        decoded.EnsureSuccessStatusCode();
        await UntilAsync(
            () => HasDataAsync(http, string.Create(CultureInfo.InvariantCulture, $"sum(padener_stream_document_completed_total) >= {feed.Records.Count}")), "all documents are counted");

        foreach (string query in Queries())
        {
            await UntilAsync(() => HasDataAsync(http, query), $"there is data for {query}");
        }

        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "design", "metrics.md"), TestContext.Current.CancellationToken);
        string scraped = await http.GetStringAsync(new Uri(health, "metrics"), TestContext.Current.CancellationToken);
        Assert.Equal(
            Row().Matches(page).Select(static row => row.Groups[1].Value).Append("http_server_request_duration_seconds").Order(),
            Family().Matches(scraped).Select(static family => family.Groups[1].Value).Where(static name => !name.StartsWith("dotnet_", StringComparison.Ordinal)).Order());

        daemon.Terminate();
        await daemon.ExitAsync(Patience);
    }

    private ChildProcess StartPrometheus(Uri scraped, out Uri address)
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        address = new Uri($"http://127.0.0.1:{port}/");
        string file = Path.Combine(_folder, "prometheus.yml");
        File.WriteAllText(
            file,
            $$"""
            global:
              scrape_interval: 500ms
            scrape_configs:
              - job_name: padener
                static_configs:
                  - targets: ["127.0.0.1:{{scraped.Port}}"]
            """);
        return new ChildProcess(
            Prometheus!,
            ["--config.file=" + file, "--storage.tsdb.path=" + Path.Combine(_folder, "data"), $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"],
            new Dictionary<string, string>());
    }

    /// <summary>The dashboard's queries, its variables at their values for everything.</summary>
    private static IEnumerable<string> Queries()
    {
        using JsonDocument dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "grafana", "dashboards", "stream.json")));
        string[] panels =
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .Where(static panel => panel.TryGetProperty("targets", out _))
                .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray().ToArray())
                .Select(static target => target.GetProperty("expr").GetString()!),
        ];
        string[] variables =
        [
            .. dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
                .Select(static variable => variable.GetProperty("query"))
                .Where(static query => query.ValueKind == JsonValueKind.Object)
                .Select(static query => LabelValues().Match(query.GetProperty("query").GetString()!))
                .Select(static match => $"count by ({match.Groups[2].Value}) ({match.Groups[1].Value})"),
        ];
        Assert.True(panels.Length > 40 && variables.Length == 4, "the dashboard has its panels");
        return panels.Concat(variables).Select(static query => Variable().Replace(query, ".*").Replace("$__rate_interval", "1m", StringComparison.Ordinal)).Distinct();
    }

    private static async Task<bool> HasDataAsync(HttpClient http, string query)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri("api/v1/query?query=" + Uri.EscapeDataString(query), UriKind.Relative), TestContext.Current.CancellationToken);
            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode != HttpStatusCode.BadRequest, $"{query}: {text}");
            return response.IsSuccessStatusCode && JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Any(static sample => sample.GetProperty("value")[1].GetString() is not ("NaN" or "+Inf"));
        }
        catch (HttpRequestException)
        {
            return false; // it is not up yet
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(45), $"Not so: {what}");
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(@"status page on (http://[^""\s]+)")]
    private static partial Regex Health();

    [GeneratedRegex(@"a page to try it, on (http://[^""\s]+)")]
    private static partial Regex Api();

    [GeneratedRegex(@"^label_values\((.+), (\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"(?m)^\| `[\w.]+` \| `(\w+)` \| \w+ \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?m)^# TYPE (\w+) \w+$")]
    private static partial Regex Family();

    [GeneratedRegex(@"\$(?:job|group|topic|instance)\b")]
    private static partial Regex Variable();
}
