namespace PaDeNer.Simulation;

/// <summary>Makes up arrivals; the same seed gives the same ones.</summary>
public static class Arrivals
{
    /// <summary>Seconds after which documents do not meet whatever they are like; clocks have an end.</summary>
    private const double LongestGap = 100_000;

    /// <summary>Documents that arrive independently of each other, or in bursts that do.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">Mean rate in documents per second; infinite for all at once.</param>
    /// <param name="objective">Each one's latency objective.</param>
    /// <param name="documents">What they are like.</param>
    /// <param name="seed">Another seed, other arrivals.</param>
    /// <param name="burst">Documents that arrive together, in the mean; 1 for a Poisson process.</param>
    public static SimulatedArrival[] Create(int count, double perSecond, TimeSpan objective, DocumentMix documents, int seed, double burst = 1)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        Random random = new(seed);
        SimulatedArrival[] arrivals = new SimulatedArrival[count];
        double at = 0;
        for (int i = 0; i < count; i++)
        {
            // Bursts of geometric size at Poisson times: the mean rate stays what it is.
            if (burst == 1 || i == 0 || random.NextDouble() < 1 / burst)
            {
                at += Math.Min(LongestGap, -Math.Log(1 - random.NextDouble()) * burst / perSecond);
            }

            arrivals[i] = new SimulatedArrival(TimeSpan.FromSeconds(at), objective, documents.Draw(random));
        }

        return arrivals;
    }
}
