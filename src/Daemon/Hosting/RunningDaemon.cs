using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Api;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// The whole daemon in this process: one application (<see cref="DaemonHost"/>), its start, its end, and whether that was a good one.
/// <c>serve</c> and <c>demo</c> run the same one.
/// </summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly DaemonState _state;
    private readonly ILogger _logger;

    private RunningDaemon(IHost host, ILoggerFactory logs)
    {
        _host = host;
        _logger = logs.CreateLogger<RunningDaemon>();
        _state = host.Services.GetRequiredService<DaemonState>();
        Figures = host.Services.GetRequiredService<StreamFigures>();
        Stopping.Register(() => _state.Phase = DaemonHost.HasFailed(_host) ? DaemonPhase.Failed : DaemonPhase.Draining);
    }

    /// <summary>What the stream is doing.</summary>
    public StreamFigures Figures { get; }

    /// <summary>The model at work.</summary>
    public Extractor Extractor => _host.Services.GetRequiredService<Extractor>();

    /// <summary>Where probes, metrics and the status page are.</summary>
    public Uri Address => StatusWebHost.AddressOf(_host.Services);

    /// <summary>Where the API and the page to try it are; null where there is none.</summary>
    public Uri? ApiAddress => _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Count > 1
        ? StatusWebHost.AddressOf(_host.Services, 1)
        : null;

    /// <summary>Cancelled when the daemon begins to stop: when it is told to, and when a part of it has failed.</summary>
    public CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Whether another daemon of the same name has taken this one's place, which is why it stops.</summary>
    public bool IsFenced => DaemonHost.IsFenced(_host);

    /// <summary>Whether the stream stood still and could not be helped, which is why it stops.</summary>
    public bool IsStalled => DaemonHost.IsStalled(_host);

    /// <summary>Starts everything; returns once documents are taken.</summary>
    /// <exception cref="IOException">The port is taken, or the address is not this machine's.</exception>
    /// <exception cref="StreamFailureException">A part failed before all of it had started.</exception>
    public static async Task<RunningDaemon> StartAsync(DaemonConfiguration configuration, ILoggerFactory logs, CancellationToken stop)
    {
        IHost host = DaemonHost.Describe(configuration, logs, load => ExtractorLoader.Load(configuration, logs, stop: load)).Build();
        RunningDaemon daemon = new(host, logs);
        try
        {
            await host.StartAsync(stop).ConfigureAwait(false);
            daemon._state.Phase = DaemonPhase.Serving;
            if (host.Services.GetRequiredService<OtlpCollector>().Name is { } collector)
            {
                daemon._logger.MetricsSent(collector);
            }

            return daemon;
        }
        catch (Exception failure)
        {
            bool hasFailed = DaemonHost.HasFailed(host), isFenced = daemon.IsFenced;
            await daemon.DisposeAsync().ConfigureAwait(false);
            if (failure is OperationCanceledException && hasFailed && !stop.IsCancellationRequested)
            {
                throw new StreamFailureException("a part of the daemon failed before all of it had started; what failed stands above.", failure) { IsFenced = isFenced };
            }

            if (failure is not IOException { InnerException: AddressInUseException or SocketException } taken)
            {
                throw;
            }

            using ServiceProvider options = DaemonSettings.Options(configuration);
            (HttpOptions http, ApiOptions api) = (options.Get<HttpOptions>(), options.Get<ApiOptions>());
            throw taken.Message.Contains($":{api.Port}:", StringComparison.Ordinal) && api.Port != 0
                ? StatusWebHost.CannotListen(ApiOptions.SectionName, api.Address, api.Port, taken)
                : StatusWebHost.CannotListen(HttpOptions.SectionName, http.Address, http.Port, taken);
        }
    }

    /// <summary>Tells systemd what it does and that it lives, until it is stopped; completes at once where systemd does not ask.</summary>
    public Task ReportAsync(ServiceManager manager, CancellationToken stop) => manager.IsAsked
        ? new ServiceReport(manager, _state, Figures, _host.Services.GetRequiredService<TimeProvider>()).RunAsync(ServiceManager.Watchdog, stop)
        : Task.CompletedTask;

    /// <summary>Takes nothing new and finishes what is in flight within the drain time-out; a cancelled token abandons it at once.</summary>
    /// <returns>Whether all parts ended well.</returns>
    public async Task<bool> StopAsync(CancellationToken abandon)
    {
        long started = TimeProvider.System.GetTimestamp();
        try
        {
            await _host.StopAsync(abandon).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or AggregateException)
        {
            _logger.StopIncomplete(ended.Message);
        }

        bool clean = !DaemonHost.HasFailed(_host);
        _logger.DaemonStopped(TimeProvider.System.GetElapsedTime(started).TotalSeconds, Figures.Documents, Figures.DeadLetters);
        return clean;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Lanes must be out of the engines before anything is disposed, whatever ended the verb.
        await _host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
    }
}
