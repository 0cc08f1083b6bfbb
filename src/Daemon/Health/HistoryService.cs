using Microsoft.Extensions.Hosting;

namespace PaDeNer.Daemon.Health;

/// <summary>Samples the history as long as the daemon runs.</summary>
internal sealed class HistoryService(FigureHistory history, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(FigureHistory.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                history.Sample();
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }
}
