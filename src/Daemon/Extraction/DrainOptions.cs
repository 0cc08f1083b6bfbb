namespace PaDeNer.Daemon.Extraction;

/// <summary>How the daemon stops.</summary>
internal sealed class DrainOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Host";

    /// <summary>
    /// Longest time to finish what is in flight after SIGTERM; then it is abandoned and read again later. 00:00:00 to 01:00:00;
    /// default: 00:00:25.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);
}
