using System.Globalization;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// Tells systemd now and then what the daemon does, and that it lives: while documents get on, and while there are none, while reading is
/// paused and while brokers are away. Not while the engine or the poll thread hangs: systemd then restarts it.
/// </summary>
/// <param name="manager">Who is told.</param>
/// <param name="state">Whether the daemon lives and is ready.</param>
/// <param name="figures">What the stream does.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceReport(ServiceManager manager, DaemonState state, StreamFigures figures, TimeProvider time)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private long _documents = figures.Documents;
    private long _at = time.GetTimestamp();
    private string? _shown;

    /// <summary>How often to tell, for a watchdog that waits so long: three times in that, and every five seconds at least.</summary>
    public static TimeSpan Interval(TimeSpan? watchdog) => watchdog is { } wait && wait / 3 < Usual ? wait / 3 : Usual;

    /// <summary>Tells until it is stopped.</summary>
    public async Task RunAsync(TimeSpan? watchdog, CancellationToken stop)
    {
        using PeriodicTimer timer = new(Interval(watchdog), time);
        do
        {
            Tell();
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    /// <summary>Tells once.</summary>
    public void Tell()
    {
        string? dead = state.WhyNotAlive();
        if (dead is null)
        {
            manager.Alive();
        }

        string status = dead is not null ? $"Hangs: {dead}" : state.WhyNotReady() is { } reason ? $"Not ready: {reason}" : Work();
        if (status != _shown)
        {
            _shown = status;
            manager.Show(status);
        }
    }

    private string Lag() => figures.LagInAll is { } records ? string.Create(CultureInfo.InvariantCulture, $"lag {records}") : "lag unknown";

    private string Work()
    {
        double seconds = time.GetElapsedTime(_at).TotalSeconds;
        double rate = seconds > 0 ? (figures.Documents - _documents) / seconds : 0;
        (_documents, _at) = (figures.Documents, time.GetTimestamp());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:0.#} documents/s, {Lag()}, {figures.InFlight} in flight, {Math.Max(0, figures.Partitions)} partitions{(figures.Paused ? ", paused" : string.Empty)}");
    }
}
