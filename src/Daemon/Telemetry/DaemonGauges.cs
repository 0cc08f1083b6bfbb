using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>The instruments about the daemon itself, asked when somebody scrapes. A service, so that the host makes it when it starts.</summary>
internal sealed class DaemonGauges : IHostedService
{
    /// <summary>Creates them.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="build">What runs, as far as it is known; one tag for each that <see cref="InstrumentNames.BuildInfo"/> has.</param>
    /// <param name="objective">The latency objective.</param>
    public DaemonGauges(IMeterFactory meters, Func<KeyValuePair<string, object?>[]> build, TimeSpan objective)
    {
        InstrumentSet set = new(meters.Create(InstrumentNames.Meter));
        set.Gauge<long>(InstrumentNames.BuildInfo, () => [new(1, build())]);
        set.Gauge<double>(InstrumentNames.DocumentObjective, () => [new(objective.TotalSeconds)]);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
