using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Health;

public sealed class StatusWebHostTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ManualTimeProvider _time = new();
    private readonly StreamFigures _figures = new();
    private readonly HttpClient _http = new();
    private readonly DaemonAbout _about = new();
    private string? _brokerProblem = "the broker does not answer";
    private DaemonState _state = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _state = new DaemonState(_figures, new StallWatch(_figures, Patience, _time), _time, () => _brokerProblem);
        _host = await Start(0);
        _http.BaseAddress = StatusWebHost.AddressOf(_host.Services);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task While_the_model_is_loaded_the_daemon_lives_and_is_not_ready()
    {
        Assert.Equal((HttpStatusCode.OK, "alive\n"), await Get("health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: the model is being loaded\n"), await Get("health/ready"));
    }

    [Fact]
    public async Task With_partitions_it_is_ready_and_while_it_drains_it_is_not()
    {
        Serve(partitions: 2);
        _brokerProblem = null;

        Assert.Equal((HttpStatusCode.OK, "ready\n"), await Get("health/ready"));
        _state.Phase = DaemonPhase.Draining;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get("health/live")).Status);
    }

    [Fact]
    public async Task A_member_without_partitions_is_ready_if_it_can_reach_the_broker()
    {
        Serve(partitions: 0);

        Assert.Contains("the broker does not answer", (await Get("health/ready")).Text, StringComparison.Ordinal);
        _brokerProblem = null;
        Assert.Equal(HttpStatusCode.OK, (await Get("health/ready")).Status);
    }

    [Fact]
    public async Task While_the_broker_is_away_it_is_not_ready_whatever_it_holds()
    {
        Serve(partitions: 2);
        Assert.Contains("the broker does not answer", (await Get("health/ready")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Get("health/live")).Status);
    }

    [Fact]
    public async Task It_is_not_ready_before_its_first_assignment_nor_while_it_cannot_write()
    {
        _brokerProblem = null;
        Serve(partitions: -1);
        Assert.Contains("first assignment", (await Get("health/ready")).Text, StringComparison.Ordinal);
        _figures.SetPartitions(0);
        Assert.Equal(HttpStatusCode.OK, (await Get("health/ready")).Status);
        _figures.SetTransactionsPossible(false);
        Assert.Contains("transactions are not possible", (await Get("health/ready")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_ready_while_a_leader_or_the_coordinator_is_away()
    {
        _brokerProblem = null;
        Serve(partitions: 2);
        _figures.SetAnswers(new SourceState(BrokersAnswer: null, GroupAnswers: null));
        Assert.Equal(HttpStatusCode.OK, (await Get("health/ready")).Status);
        _figures.SetAnswers(new SourceState(BrokersAnswer: false, GroupAnswers: true));
        Assert.Contains("brokers that have its partitions", (await Get("health/ready")).Text, StringComparison.Ordinal);
        _figures.SetAnswers(new SourceState(BrokersAnswer: true, GroupAnswers: false));
        Assert.Contains("coordinator", (await Get("health/ready")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Get("health/live")).Status);
    }

    [Fact]
    public async Task Lag_that_is_not_known_is_absent()
    {
        Serve(partitions: 1);
        using JsonDocument unknown = JsonDocument.Parse((await Get("status")).Text);
        Assert.False(unknown.RootElement.TryGetProperty("lag", out _));
        Assert.False(unknown.RootElement.TryGetProperty("lagSeconds", out _));
        _figures.Lags[("documents", 0)] = new KnownLag(0, null);
        using JsonDocument known = JsonDocument.Parse((await Get("status")).Text);
        Assert.Equal(0, known.RootElement.GetProperty("lag").GetInt64());
        Assert.Equal(0, known.RootElement.GetProperty("lagSeconds").GetDouble());
    }

    [Fact]
    public async Task A_poll_thread_that_hangs_ends_the_life_of_the_daemon()
    {
        Serve(partitions: 1);
        _time.Advance(DaemonState.PollPatience + TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("health/live")).Status);
    }

    [Fact]
    public async Task The_status_page_needs_nothing_from_elsewhere_and_its_figures_are_JSON()
    {
        Serve(partitions: 1);
        _brokerProblem = null;
        _figures.AddDocument(3, 10, 30, 1, 0);
        _figures.Latencies.Add(TimeSpan.FromMilliseconds(12));
        _about.Add(KeyValuePair.Create("model", "<b>tiny</b>"));

        string page = (await Get(string.Empty)).Text;
        using JsonDocument status = JsonDocument.Parse((await Get("status")).Text);

        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Equal(1, status.RootElement.GetProperty("documents").GetInt64());
        Assert.Equal(12, status.RootElement.GetProperty("p50Milliseconds").GetDouble());
        Assert.Equal("<b>tiny</b>", status.RootElement.GetProperty("about").GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Null, status.RootElement.GetProperty("notReady").ValueKind);
    }

    [Fact]
    public async Task Metrics_say_what_format_they_are_in()
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    private async Task<IHost> Start(int port)
    {
        IHost host = new HostBuilder()
            .ConfigureWebHost(web => StatusWebHost.Configure(web, new HttpOptions { Address = "127.0.0.1", Port = port }))
            .ConfigureServices(services =>
            {
                services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
                services.AddSingleton(_state);
                services.AddSingleton(new StatusSource(_figures, _state, _about, _time));
                services.AddSingleton(new FigureHistory(_figures, _time));
                new MetricsExport("1.2.3", new OtlpCollector(new TelemetryOptions(), new Dictionary<string, string?>()), "System.Runtime").AddTo(services);
            })
            .Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private void Serve(int partitions)
    {
        _state.Phase = DaemonPhase.Serving;
        _figures.SetLastPoll(_time.GetTimestamp());
        _figures.SetPartitions(partitions);
    }

    private async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
