using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace PaDeNer.Daemon.Health;

/// <summary>The HTTP side of the daemon: probes, metrics, the status page.</summary>
internal static class StatusWebHost
{
    /// <summary>Has a host listen and answer.</summary>
    public static void Configure(IWebHostBuilder web, HttpOptions options) => web
        .UseKestrelCore()
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port);
        })
        .ConfigureServices(static services => services.AddRoutingCore())
        .Configure(static app => app.UseRouting().UseEndpoints(endpoints => HealthEndpoints.Map(
            endpoints, app.ApplicationServices.GetRequiredService<DaemonState>(), app.ApplicationServices.GetRequiredService<StatusSource>())));

    /// <summary>Where a started host listens, with the port really in use; an address to click on, as a wildcard is no destination.</summary>
    public static Uri AddressOf(IServiceProvider services)
    {
        Uri bound = new(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return bound.Host is "0.0.0.0" or "[::]" ? new UriBuilder(bound) { Host = "localhost" }.Uri : bound;
    }

    /// <summary>What a start that could not listen says of it.</summary>
    public static IOException CannotListen(HttpOptions options, IOException taken) => new(
        $"cannot listen on {options.Address}:{options.Port} ({taken.InnerException?.Message ?? taken.Message}). Choose another Http:Port, or 0 for any free one.",
        taken);
}
