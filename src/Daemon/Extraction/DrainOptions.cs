namespace PaDeNer.Daemon.Extraction;

/// <summary>How the daemon stops.</summary>
internal sealed class DrainOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Host";

    /// <summary>
    /// How long documents that are being decoded may take to end after SIGTERM; those that need longer are given back and read again later, as those
    /// that wait are at once. 00:00:00 to 01:00:00; default: 00:00:01.
    /// </summary>
    public TimeSpan FinishTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest time to finish what is in flight after SIGTERM; commits and brokers that are away included; then it is abandoned and read again later. 00:00:00 to 01:00:00;
    /// default: 00:00:25.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);
}
