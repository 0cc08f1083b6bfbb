using Microsoft.Extensions.Hosting;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Looks whether the topics are there before the model is loaded, which takes long: a missing one ends the start at once. Brokers that do not answer are waited for later.</summary>
/// <param name="look">Asks and waits so long at most; throws where a topic is missing.</param>
internal sealed class TopicService(Func<TimeSpan, string?> look) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(() => look(Patience), cancellationToken).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
