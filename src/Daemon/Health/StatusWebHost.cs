using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PaDeNer.Daemon.Health;

/// <summary>The HTTP side of the daemon: probes, metrics, the status page.</summary>
internal static class StatusWebHost
{
    /// <summary>Has a host listen and answer.</summary>
    /// <param name="web">The host.</param>
    /// <param name="options">Where.</param>
    /// <param name="alsoListen">Adds what else it listens on.</param>
    /// <param name="first">Adds what is asked before the probes are.</param>
    public static void Configure(
        IWebHostBuilder web, HttpOptions options, Action<KestrelServerOptions>? alsoListen = null, Action<IApplicationBuilder>? first = null) => web
        .UseKestrelCore()
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port);
            alsoListen?.Invoke(kestrel);
        })
        .ConfigureServices(static services => services.AddRoutingCore())
        .Configure(app =>
        {
            first?.Invoke(app);
            app.UseRouting().UseEndpoints(endpoints => HealthEndpoints.Map(
                endpoints,
                app.ApplicationServices.GetRequiredService<DaemonState>(),
                app.ApplicationServices.GetRequiredService<StatusSource>(),
                app.ApplicationServices.GetRequiredService<FigureHistory>()));
        });

    /// <summary>Where a started host listens, with the port really in use; an address to click on, as a wildcard is no destination.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="number">Which of its addresses, from 0 in the order in which it was told to listen.</param>
    public static Uri AddressOf(IServiceProvider services, int number = 0)
    {
        Uri bound = new(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(number));
        return bound.Host is "0.0.0.0" or "[::]" ? new UriBuilder(bound) { Host = "localhost" }.Uri : bound;
    }

    /// <summary>What a start that could not listen says of it.</summary>
    /// <param name="section">The section of the configuration that said where.</param>
    /// <param name="address">Its address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="taken">What came of it.</param>
    public static IOException CannotListen(string section, string address, int port, IOException taken) => new(
        $"cannot listen on {address}:{port} ({taken.InnerException?.Message ?? taken.Message}). Choose another {section}:Port, or 0 for any free one.",
        taken);
}
