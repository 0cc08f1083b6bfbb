using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// Tells systemd how the daemon is doing, where systemd asks (a unit of Type=notify); does nothing elsewhere. The notifier alone and not the
/// package's host lifetime: that one would take SIGTERM for itself, and it knows one host where the daemon has two.
/// </summary>
internal sealed class ServiceManager(ISystemdNotifier notifier, ILogger logger)
{
    /// <summary>Whether systemd wants to be told.</summary>
    public bool IsAsked => notifier.IsEnabled;

    /// <summary>Start-up has begun; the word is what <c>systemctl status</c> shows.</summary>
    public void Loading() => Tell(Status("Loading the model"));

    /// <summary>Documents are taken: units that come after this one may start.</summary>
    public void Ready(Uri address)
    {
        Tell(ServiceState.Ready);
        Tell(Status($"Serving; health and metrics on {address}"));
    }

    /// <summary>What is in flight is being finished.</summary>
    public void Stopping()
    {
        Tell(ServiceState.Stopping);
        Tell(Status("Finishing what is in flight"));
    }

    /// <summary>How long systemd waits for a sign of life (WatchdogSec); null where it waits for none, or not for this process's.</summary>
    public static TimeSpan? Watchdog =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
        && (Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } process || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    /// <summary>A sign of life.</summary>
    public void Alive() => Tell(new ServiceState("WATCHDOG=1"));

    /// <summary>What <c>systemctl status</c> shows from now on.</summary>
    public void Show(string status) => Tell(Status(status));

    private static ServiceState Status(string words) => new($"STATUS={words}");

    private void Tell(ServiceState state)
    {
        try
        {
            notifier.Notify(state);
        }
        catch (SocketException failure)
        {
            // A socket that was inherited and leads nowhere is no reason not to work.
            logger.NotNotified(state.ToString(), failure.Message);
        }
    }
}
