using Microsoft.Extensions.Hosting;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Signals belong to the verbs (<see cref="StopSignals"/>), not to a host.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
