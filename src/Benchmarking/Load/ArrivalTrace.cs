namespace PaDeNer.Benchmarking.Load;

/// <summary>
/// When documents arrive, in units of the mean gap: times at one document a unit, played at any rate by stretching. The same seed
/// gives the same trace, so that systems and rates are compared on the same arrivals.
/// </summary>
/// <param name="Name"><c>poisson</c> or <c>bursty</c>.</param>
/// <param name="Times">Ascending, from 0 on; the last is the number of gaps, so that the mean rate is exactly 1.</param>
internal sealed record ArrivalTrace(string Name, IReadOnlyList<double> Times)
{
    /// <summary>Coefficient of variation of the gaps of <see cref="Bursty"/>: standard deviation over mean; a Poisson process has 1.</summary>
    public const double BurstyVariation = 4;

    /// <summary>Independent arrivals: exponential gaps.</summary>
    /// <param name="count">Documents; 2 or more.</param>
    /// <param name="seed">Of the random numbers.</param>
    public static ArrivalTrace Poisson(int count, int seed)
    {
        Random random = new(seed);
        return From("poisson", count, () => Exponential(random, 1));
    }

    /// <summary>
    /// Arrivals in bursts: hyperexponential gaps with balanced means, of which 97 in 100 are short (half the mean gap on average) and 3
    /// in 100 are pauses (16 times the mean gap).
    /// </summary>
    /// <param name="count">Documents; 2 or more.</param>
    /// <param name="seed">Of the random numbers.</param>
    public static ArrivalTrace Bursty(int count, int seed)
    {
        const double square = BurstyVariation * BurstyVariation;
        double shortShare = (1 + Math.Sqrt((square - 1) / (square + 1))) / 2;
        Random random = new(seed);
        return From("bursty", count, () => random.NextDouble() < shortShare
            ? Exponential(random, 1 / (2 * shortShare))
            : Exponential(random, 1 / (2 * (1 - shortShare))));
    }

    /// <summary>When a document is due after the start.</summary>
    /// <param name="document">0 to the number of documents - 1.</param>
    /// <param name="rate">Documents per second; above 0.</param>
    public TimeSpan Due(int document, double rate) => TimeSpan.FromSeconds(Times[document] / rate);

    private static double Exponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());

    private static ArrivalTrace From(string name, int count, Func<double> gap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double[] times = new double[count];
        for (int i = 1; i < count; i++)
        {
            times[i] = times[i - 1] + gap();
        }

        // A short trace's mean gap is not 1 by itself; the rate asked for has to be the rate that is offered.
        double stretch = (count - 1) / times[^1];
        return new ArrivalTrace(name, [.. times.Select(at => at * stretch)]);
    }
}
