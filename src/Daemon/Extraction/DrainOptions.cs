namespace PaDeNer.Daemon.Extraction;

/// <summary>How the daemon stops, when it helps itself, and what it knows of its last end.</summary>
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

    /// <summary>
    /// Records wait, the brokers answer, and nothing gets on for so long: the Kafka clients are made anew, and where nothing gets on for as long again the
    /// daemon ends with exit code 80. 00:00:00 (never) to 1.00:00:00; default: 00:02:00.
    /// </summary>
    public TimeSpan ProgressTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// A directory of this daemon's own where it writes down which records are in decoding (their topic, partition and offset), so that a document
    /// that ends the process is found; no two daemons share one. Made where it does not exist. Default: empty, nothing is written.
    /// </summary>
    public string StateDirectory { get; set; } = string.Empty;
}
