namespace PaDeNer.FaultHost.StandIn;

/// <summary>How the stand-in for the model behaves.</summary>
public sealed class StandInOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "StandIn";

    /// <summary>Documents at once. Default 16.</summary>
    public int Documents { get; set; } = 16;

    /// <summary>Shortest time for a document. Default 1 ms.</summary>
    public TimeSpan LeastLatency { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Longest time for a document that is not of the tail. Default 20 ms.</summary>
    public TimeSpan MostLatency { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>A word; documents that have it take as long as the longest of the tail. Default none.</summary>
    public string? SlowWord { get; set; }

    /// <summary>Share of documents of the tail, 0 to 1. Default 0.02.</summary>
    public double TailShare { get; set; } = 0.02;

    /// <summary>Longest time for a document of the tail; the shortest is a tenth of it. Default 400 ms.</summary>
    public TimeSpan TailLatency { get; set; } = TimeSpan.FromMilliseconds(400);
}
