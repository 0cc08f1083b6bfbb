using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Partitions;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Acts on what <see cref="ProgressWatch"/> says: writes down how everything stands, has the Kafka clients made anew, and ends the daemon where that does not help.</summary>
internal sealed class ProgressService(
    ProgressWatch watch,
    DaemonState state,
    StreamFigures figures,
    StreamSupervision supervision,
    Assignment assignment,
    Func<(int Documents, int Outcomes)> queues,
    TimeProvider time,
    ILogger<ProgressService> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Looks once.</summary>
    /// <exception cref="StreamStalledException">The clients were made anew, and it still stands.</exception>
    public void Look()
    {
        if (state.Phase != DaemonPhase.Serving)
        {
            return;
        }

        switch (watch.Look())
        {
            case ProgressVerdict.Renew:
                WriteDown();
                logger.StreamRenewed();
                supervision.AskForRenewal();
                break;
            case ProgressVerdict.End:
                WriteDown();
                throw new StreamStalledException("The stream stands still, and new Kafka clients have not helped; the log says how everything stood.");
            default:
                break;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A clean end.
        }
        catch (StreamStalledException stalled)
        {
            logger.StreamStalled(stalled.Message);
            throw;
        }
    }

    private void WriteDown()
    {
        (int documents, int outcomes) = queues();
        string lag = figures.LagInAll is { } records ? $"{records}" : "unknown";
        TimeSpan polled = time.GetElapsedTime(figures.LastPoll);
        logger.StreamStands(lag, figures.InFlight, documents, outcomes, supervision.Reading, polled.TotalSeconds, supervision.Publishing);
        foreach (string partition in StreamSupervision.Describe(assignment))
        {
            logger.PartitionStands(partition);
        }
    }
}
