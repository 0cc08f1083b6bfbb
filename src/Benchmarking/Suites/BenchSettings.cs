namespace PaDeNer.Benchmarking.Suites;

/// <summary>Numbers of documents and rounds, and time limits.</summary>
/// <param name="Documents">Documents of each dataset that are decoded one at a time; 1 or more.</param>
/// <param name="Rounds">How often each document is decoded one at a time; 1 or more.</param>
/// <param name="ThroughputDocuments">Documents of one throughput run; 1 or more.</param>
/// <param name="ThroughputRounds">Throughput runs of each system; 1 or more.</param>
/// <param name="AblationDatasets">Datasets on which the ablations are measured, the first ones; 0 for none.</param>
/// <param name="Seed">Draws the documents.</param>
public sealed record BenchSettings(int Documents, int Rounds, int ThroughputDocuments, int ThroughputRounds, int AblationDatasets, int Seed)
{
    /// <summary>Documents decoded one after the other before another system has its turn.</summary>
    public int BlockDocuments { get; init; } = 5;

    /// <summary>Documents each system decodes before anything is measured.</summary>
    public int WarmUpDocuments { get; init; } = 6;

    /// <summary>How long engines of several threads are given to come to rest before another system has its turn.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Documents in flight at saturation.</summary>
    public int InFlight { get; init; } = 32;

    /// <summary>
    /// Time that all suites of this folder may take together, about; rounds that would take longer are left out, for all systems alike.
    /// </summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A few minutes, on a busy machine too.</summary>
    public static BenchSettings Quick { get; } = new(15, 2, 60, 2, 1, 1) { WarmUpDocuments = 3, Budget = TimeSpan.FromMinutes(1.5) };

    /// <summary>Half an hour on two cores.</summary>
    public static BenchSettings Full { get; } = new(60, 3, 240, 2, 2, 1);
}
