using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>
/// The HTTP side of the daemon: a host of its own that is up before the model is loaded and down after the last commit, so that probes
/// always have somebody to ask. Metrics are collected as long as it lives.
/// </summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StatusServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Where it listens, with the port really in use.</summary>
    public Uri Address { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is taken, or the address is not this machine's.</exception>
    public static async Task<StatusServer> StartAsync(
        HttpOptions options, ILoggerFactory logs, DaemonState state, StatusSource status, MetricsExport metrics, CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "padener" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logs);
        metrics.AddTo(builder.Services, builder.Configuration);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        WebApplication app = builder.Build();
        app.UseRouting();
        HealthEndpoints.Map(app, state, status);
        try
        {
            await app.StartAsync(stop).ConfigureAwait(false);
        }
        catch (IOException taken)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            string reason = taken.InnerException?.Message ?? taken.Message;
            throw new IOException(
                $"cannot listen on {options.Address}:{options.Port} ({reason}). Choose another Http:Port, or 0 for any free one.", taken);
        }

        string bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new StatusServer(app, Reachable(new Uri(bound)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>An address to click on: a wildcard is no destination.</summary>
    private static Uri Reachable(Uri bound) =>
        bound.Host is "0.0.0.0" or "[::]" ? new UriBuilder(bound) { Host = "localhost" }.Uri : bound;

    /// <summary>Signals belong to the daemon's composition root, not to this host.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
