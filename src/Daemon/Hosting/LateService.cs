using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// A service that is made when it is started. A host makes all its services before it starts the first; those that need the model have to
/// wait until one that was started before them has loaded it.
/// </summary>
/// <param name="make">Makes the service.</param>
internal sealed class LateService(Func<BackgroundService> make) : BackgroundService
{
    private BackgroundService? _made;

    /// <summary>Has the hosted services that were added from a place on made late.</summary>
    /// <param name="services">All services.</param>
    /// <param name="from">How many there were before.</param>
    public static void MakeLate(IServiceCollection services, int from)
    {
        for (int i = from; i < services.Count; i++)
        {
            if (services[i] is { ImplementationType: { } type } && services[i].ServiceType == typeof(IHostedService))
            {
                services[i] = ServiceDescriptor.Singleton<IHostedService>(
                    provider => new LateService(() => (BackgroundService)ActivatorUtilities.CreateInstance(provider, type)));
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _made = make();
        await _made.StartAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_made is not null)
        {
            await _made.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _made?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _made!.ExecuteTask ?? Task.CompletedTask;
}
