using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Partitions;

namespace PaDeNer.FaultHost;

/// <summary>Says what both ends of the stream are at where records are in flight and none was committed for a while: the log of a test that failed has to show it.</summary>
internal sealed partial class StandstillService(
    StreamSupervision supervision, Assignment assignment, QuietObserver seen, TimeProvider time, ILogger<StandstillService> logger) : BackgroundService
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long before = -1;
        while (!stoppingToken.IsCancellationRequested)
        {
            long now = seen.CommittedInAll;
            if (now == before && assignment.Held.Count > 0)
            {
                StandsStill(logger, supervision.Reading, supervision.Publishing, string.Join("; ", StreamSupervision.Describe(assignment)));
            }

            before = now;
            await Task.Delay(Long, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nothing was committed for a while. Reading: {Reading}. Publishing: {Publishing}. {Partitions}")]
    private static partial void StandsStill(ILogger logger, string reading, string publishing, string partitions);
}
