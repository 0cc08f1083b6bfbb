using Microsoft.Extensions.Hosting;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Loads the model while probes and metrics answer already; whatever is started after it may use it.</summary>
/// <param name="load">Loads it.</param>
/// <param name="about">Is told what was loaded.</param>
/// <param name="trouble">Listens to the metrics library from now on.</param>
internal sealed class ModelService(Func<CancellationToken, Extractor> load, DaemonAbout about, MetricsTrouble trouble) : IHostedService, IDisposable
{
    private readonly MetricsTrouble _trouble = trouble;
    private volatile Extractor? _extractor;

    /// <summary>The model in use.</summary>
    /// <exception cref="InvalidOperationException">It is not loaded yet.</exception>
    public Extractor Extractor => _extractor ?? throw new InvalidOperationException("The model is not loaded yet.");

    /// <summary>The model in use; null while it is loaded.</summary>
    public Extractor? Loaded => _extractor;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _extractor = await Task.Run(() => load(cancellationToken), cancellationToken).ConfigureAwait(false);
        about.Add(Banner.After(_extractor));
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Frees the model; the host disposes what uses it before.</summary>
    public void Dispose() => _extractor?.Dispose();
}
