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
