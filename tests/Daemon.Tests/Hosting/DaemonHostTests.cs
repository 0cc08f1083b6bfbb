using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Tests.Extraction;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Tests.Hosting;

/// <summary>The whole application, over a model without weights and a broker that is not there.</summary>
[Collection("meters")]
public sealed class DaemonHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new();
    private readonly ManualResetEventSlim _loaded = new();
    private readonly int _port = FreePort();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _loaded.Dispose();
    }

    [Fact]
    public async Task Probes_and_metrics_answer_while_the_model_is_loaded_and_until_the_drain_has_ended()
    {
        using IHost host = Build();
        DaemonState state = host.Services.GetRequiredService<DaemonState>();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => state.Phase = DaemonPhase.Draining);
        Task starting = host.StartAsync(Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: the model is being loaded\n"), await GetWhenUpAsync("health/ready"));
        Assert.Equal(HttpStatusCode.OK, (await GetWhenUpAsync("health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetWhenUpAsync("metrics")).Status);
        Uri model = new(StatusWebHost.AddressOf(host.Services, 1), "v1/model");
        using (HttpResponseMessage early = await _http.GetAsync(model, Stop))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (early.StatusCode, early.Headers.RetryAfter?.Delta));
        }

        Assert.False(starting.IsCompleted);

        _loaded.Set();
        await starting.WaitAsync(Patience, Stop);
        Assert.Contains("\"labels\":[\"PER\"", await _http.GetStringAsync(model, Stop), StringComparison.Ordinal);
        state.Phase = DaemonPhase.Serving;
        Assert.Equal(HttpStatusCode.OK, (await GetWhenUpAsync("health/live")).Status);
        Assert.Contains("padener_stream_document_completed_total", (await GetWhenUpAsync("metrics")).Text, StringComparison.Ordinal);

        // The last service to start is the first to stop: while it does, everything before it is still there.
        SlowToStop last = host.Services.GetServices<IHostedService>().OfType<SlowToStop>().Single();
        Task stopping = host.StopAsync(Stop);
        await last.Stopping.WaitAsync(Patience, Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: the daemon is stopping\n"), await GetWhenUpAsync("health/ready"));
        last.Go();
        await stopping.WaitAsync(Patience, Stop);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _http.GetAsync(Uri("health/live"), Stop));
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_ends_the_start_with_its_own_error()
    {
        using IHost host = DaemonHost
            .Describe(Configuration(), NullLoggerFactory.Instance, static _ => throw new ConfigurationException("Model:Path is wrong."))
            .Build();

        ConfigurationException failure = await Assert.ThrowsAsync<ConfigurationException>(() => host.StartAsync(Stop).WaitAsync(Patience, Stop));
        await host.StopAsync(Stop).WaitAsync(Patience, Stop);

        Assert.Equal("Model:Path is wrong.", failure.Message);
    }

    [Fact]
    public async Task A_missing_topic_ends_the_start_before_the_model_is_loaded()
    {
        bool isLoaded = false;
        using IHost host = DaemonHost
            .Describe(
                Configuration(),
                NullLoggerFactory.Instance,
                _ =>
                {
                    isLoaded = true;
                    return TestExtractor.Create();
                })
            .ConfigureServices(static services => services.AddSingleton(new TopicService(static _ => throw new StreamSetupException("No such topic: documents."))))
            .Build();

        Assert.Equal("No such topic: documents.", (await Assert.ThrowsAsync<StreamSetupException>(() => host.StartAsync(Stop).WaitAsync(Patience, Stop))).Message);
        await host.StopAsync(Stop).WaitAsync(Patience, Stop);
        Assert.False(isLoaded);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_that_names_the_setting()
    {
        using TcpListener taken = new(IPAddress.Loopback, _port);
        taken.Start();
        DaemonConfiguration configuration = Configuration();

        IOException error = await Assert.ThrowsAsync<IOException>(
            () => RunningDaemon.StartAsync(configuration, NullLoggerFactory.Instance, Stop).WaitAsync(Patience, Stop));

        Assert.Contains("Http:Port", error.Message, StringComparison.Ordinal);
    }

    private IHost Build() => DaemonHost
        .Describe(Configuration(), NullLoggerFactory.Instance, Load)
        .ConfigureServices(static services => services.AddHostedService<SlowToStop>())
        .Build();

    private Extractor Load(CancellationToken stop)
    {
        _loaded.Wait(stop);
        return TestExtractor.Create();
    }

    private DaemonConfiguration Configuration() => DaemonConfiguration.Load(
        file: null,
        [
            new("Http:Address", "127.0.0.1"),
            new("Http:Port", _port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("Api:Port", "0"),
            new("Kafka:BootstrapServers", "127.0.0.1:1"),
        ],
        DaemonSettings.Catalog);

    private async Task<(HttpStatusCode Status, string Text)> GetWhenUpAsync(string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await _http.GetAsync(Uri(path), Stop);
                return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25), Stop);
            }
        }
    }

    private Uri Uri(string path) => new($"http://127.0.0.1:{_port}/{path}");

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class SlowToStop : IHostedService
    {
        private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopping => _stopping.Task;

        public void Go() => _go.SetResult();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _stopping.SetResult();
            return _go.Task;
        }
    }
}
