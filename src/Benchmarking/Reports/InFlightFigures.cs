namespace PaDeNer.Benchmarking.Reports;

/// <summary>How well the lanes find by themselves how many documents to have in decoding.</summary>
/// <param name="Throughput">Their documents per second over those of the best fixed number.</param>
/// <param name="ServiceTime">Their median time in decoding over that of the best fixed number.</param>
public sealed record InFlightFigures(double Throughput, double ServiceTime)
{
    /// <summary>How far the rounds of the best fixed number are apart, as a share of its throughput.</summary>
    public double RoundsApart { get; init; }

    /// <summary>Fixed numbers whose throughput is within 3 % of the best one's, ascending.</summary>
    public IReadOnlyList<int> AsGood { get; init; } = [];
}
