using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using PaDeNer.Streaming.Partitions;

namespace PaDeNer.FaultHost;

/// <summary>Asks for new Kafka clients again and again, as the daemon does where nothing gets on: StandIn:RenewEvery; zero for never.</summary>
internal sealed class RenewingService(StreamSupervision supervision, IConfiguration configuration, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan every = configuration.GetValue("StandIn:RenewEvery", TimeSpan.Zero);
        while (every > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            supervision.AskForRenewal();
        }
    }
}
