using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Kafka;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// The whole daemon in this process. Probes and metrics are up before the model is loaded and until the last commit; the stages come and
/// go between. <c>serve</c> and <c>demo</c> run the same one.
/// </summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly ServiceProvider _options;
    private readonly ServiceProvider _meters;
    private readonly MetricsTrouble _trouble;
    private readonly DaemonState _state;
    private readonly ILogger _logger;
    private StatusServer? _server;
    private Extractor? _extractor;
    private IHost? _host;

    private RunningDaemon(DaemonConfiguration configuration, ILoggerFactory logs)
    {
        _options = DaemonSettings.Options(configuration, logs);
        _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _logger = logs.CreateLogger<RunningDaemon>();
        _trouble = new MetricsTrouble(logs.CreateLogger<MetricsTrouble>());
        BrokerProbe broker = new(_options.GetRequiredService<KafkaTopicCheck>().Look, TimeProvider.System);
        StallWatch stalls = new(Figures, _options.Get<HttpOptions>().StallPatience, TimeProvider.System);
        _state = new DaemonState(Figures, stalls, TimeProvider.System, broker.Problem);
    }

    /// <summary>What the stream is doing.</summary>
    public StreamFigures Figures { get; } = new();

    /// <summary>The model at work.</summary>
    public Extractor Extractor => _extractor!;

    /// <summary>Where probes, metrics and the status page are.</summary>
    public Uri Address => _server!.Address;

    /// <summary>Cancelled when a stage has failed and the daemon goes down by itself.</summary>
    public CancellationToken Stopping => _host!.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Starts everything; returns once documents are taken.</summary>
    public static async Task<RunningDaemon> StartAsync(DaemonConfiguration configuration, ILoggerFactory logs, CancellationToken stop)
    {
        RunningDaemon daemon = new(configuration, logs);
        try
        {
            await daemon.StartStagesAsync(configuration, logs, stop).ConfigureAwait(false);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes nothing new and finishes what is in flight within the drain time-out; a cancelled token abandons it at once.</summary>
    /// <returns>Whether all stages ended well.</returns>
    public async Task<bool> StopAsync(CancellationToken abandon)
    {
        _state.Phase = PipelineHost.HasFailed(_host!) ? DaemonPhase.Failed : DaemonPhase.Draining;
        long started = TimeProvider.System.GetTimestamp();
        try
        {
            await _host!.StopAsync(abandon).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or AggregateException)
        {
            _logger.StopIncomplete(ended.Message);
        }

        bool clean = !PipelineHost.HasFailed(_host!);
        _logger.DaemonStopped(TimeProvider.System.GetElapsedTime(started).TotalSeconds, Figures.Documents, Figures.DeadLetters);
        return clean;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        _extractor?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        _trouble.Dispose();
        await _meters.DisposeAsync().ConfigureAwait(false);
        await _options.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StartStagesAsync(DaemonConfiguration configuration, ILoggerFactory logs, CancellationToken stop)
    {
        DaemonAbout about = new();
        about.Add(Banner.Before(_options.Get<KafkaOptions>()));
        StatusSource status = new(Figures, _state, about, TimeProvider.System);
        OtlpCollector collector = new(_options.Get<TelemetryOptions>(), OtlpCollector.OfProcess());
        MetricsExport export = new(ProductVersion.Text, collector, InstrumentNames.Meter, "System.Runtime");
        _server = await StatusServer.StartAsync(_options.Get<HttpOptions>(), logs, _state, status, export, stop).ConfigureAwait(false);
        if (collector.Name is { } name)
        {
            _logger.MetricsSent(name);
        }

        // After the server, which collects: counters begin at zero, and that zero has to be seen.
        StreamMetrics metrics = new(_meters.GetRequiredService<IMeterFactory>(), Figures, TimeProvider.System);
        _extractor = await Task.Run(() => ExtractorLoader.Load(configuration, logs, stop: stop), stop).ConfigureAwait(false);
        about.Add(Banner.After(_extractor));
        _host = PipelineHost.Build(configuration, _extractor, metrics, logs, _options.Get<DrainOptions>().DrainTimeout);
        try
        {
            await _host.StartAsync(stop).ConfigureAwait(false);
        }
        catch
        {
            await _host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        _state.Phase = DaemonPhase.Serving;
    }
}
