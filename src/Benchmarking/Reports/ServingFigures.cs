namespace PaDeNer.Benchmarking.Reports;

/// <summary>The figures of the suites that put a load on systems or run other programs; where one was not measured it is null and says why.</summary>
public sealed record ServingFigures
{
    /// <summary>llama-server beside ours; null where it was not measured.</summary>
    public LlamaServerRatios? LlamaServer { get; init; }

    /// <summary>Why <see cref="LlamaServer"/> is null.</summary>
    public string? LlamaServerReason { get; init; }

    /// <summary>How much of what we can do we can do in time; null where it was not measured.</summary>
    public GoodputShares? Goodput { get; init; }

    /// <summary>How well lanes find their number of documents; null where it was not measured.</summary>
    public InFlightFigures? InFlight { get; init; }

    /// <summary>
    /// How far a step's time is from the mean of equal steps just before it, as a share of it, with all cores busy: what no model of step
    /// times can foretell. Null where it was not measured.
    /// </summary>
    public double? StepTimeNoise { get; init; }

    /// <summary>Sections that the suites add to the page, in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}
