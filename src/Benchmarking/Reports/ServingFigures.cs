using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>The figures of the suites that put a load on systems or run other programs; where one was not measured it is null and says why.</summary>
public sealed record ServingFigures
{
    /// <summary>llama-server beside ours; null where it was not measured.</summary>
    public LlamaServerRatios? LlamaServer { get; init; }

    /// <summary>Why <see cref="LlamaServer"/> is null.</summary>
    public string? LlamaServerReason { get; init; }

    /// <summary>Goodput of this daemon; null where it was not measured.</summary>
    public GoodputShares? Goodput { get; init; }

    /// <summary>How the lanes' own number of documents in decoding compares with fixed numbers; null where it was not measured.</summary>
    public InFlightFigures? InFlight { get; init; }

    /// <summary>
    /// How far a step's time is from the mean of equal steps just before it, as a share of it, with all cores busy: what no model of step
    /// times can foretell. Null where it was not measured.
    /// </summary>
    public double? StepTimeNoise { get; init; }

    /// <summary>Sections that the suites add to the page, in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}

/// <summary>A section of the report that a suite writes itself.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Markdown">Its text; pictures are referred to through <see cref="BenchMarkdown.PictureFolder"/>.</param>
/// <param name="Pictures">Its pictures by file name.</param>
/// <param name="Json">Its figures as one JSON value; null for none.</param>
public sealed record ReportSection(string Title, string Markdown, IReadOnlyList<(string FileName, byte[] Png)> Pictures, string? Json = null);

/// <summary>Ours beside another program; more than 1 where ours is better.</summary>
/// <param name="Latency">Mean latency of a document, one at a time: the program's as a plain client drives it over ours.</param>
/// <param name="Throughput">Documents per second at saturation: ours over the program's as a plain client drives it.</param>
/// <param name="P99">99th percentile of latency under the same load: the tuned program's over ours; the smaller of the ways documents arrive.</param>
/// <param name="TunedLatency">As <paramref name="Latency"/>, of the tuned program.</param>
/// <param name="TunedThroughput">As <paramref name="Throughput"/>, of the tuned program.</param>
public sealed record LlamaServerRatios(double Latency, double Throughput, double P99, double TunedLatency, double TunedThroughput);

/// <summary>The lanes' own number of documents in decoding, compared with the best fixed number.</summary>
/// <param name="Throughput">Their documents per second over those of the best fixed number.</param>
/// <param name="ServiceTime">Their median time in decoding over that of the best fixed number.</param>
public sealed record InFlightFigures(double Throughput, double ServiceTime)
{
    /// <summary>How far the rounds of the best fixed number are apart, as a share of its throughput.</summary>
    public double RoundsApart { get; init; }

    /// <summary>Fixed numbers whose throughput is within 3 % of the best one's, ascending.</summary>
    public IReadOnlyList<int> AsGood { get; init; } = [];
}

/// <summary>Our goodput: the highest rate of arrivals at which 99 of 100 documents keep the objective.</summary>
/// <param name="Poisson">As a share of our saturation throughput, for independent arrivals; 0 to 1.</param>
/// <param name="Bursty">The same for arrivals in bursts.</param>
/// <param name="OverBestOther">Our rate over the best other system's, the smaller of the two ways; null where no other has any.</param>
public sealed record GoodputShares(double Poisson, double Bursty, double? OverBestOther)
{
    /// <summary>The objective we were held to.</summary>
    public TimeSpan Objective { get; init; }

    /// <summary>Our latency with one document in flight.</summary>
    public LatencySummary Unloaded { get; init; } = LatencySummary.Of([]);
}
