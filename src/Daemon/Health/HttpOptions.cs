namespace PaDeNer.Daemon.Health;

/// <summary>Where health, metrics and the status page are served.</summary>
internal sealed class HttpOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Http";

    /// <summary>
    /// The address to listen on; an IP address, <c>0.0.0.0</c> for all of IPv4, <c>::</c> for all. Probes and Prometheus come from outside
    /// a container, so all is the default; there is nothing secret behind it, but it is no page for the internet. Default: 0.0.0.0.
    /// </summary>
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>The port; 0 picks a free one and the log names it. 0 to 65535; default: 9464.</summary>
    public int Port { get; set; } = 9464;

    /// <summary>
    /// The daemon counts as stalled when the same document has been the oldest for so long: not ready, and where the engine itself does not
    /// come back from a step, not alive either, so that a supervisor restarts it. 00:00:00 (never) to 1.00:00:00; default: 00:05:00.
    /// </summary>
    public TimeSpan StallPatience { get; set; } = TimeSpan.FromMinutes(5);
}
