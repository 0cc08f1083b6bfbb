namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>How much something rises with time: the slope of the straight line nearest to its samples. Pure.</summary>
internal static class Trend
{
    /// <param name="samples">When, in hours, and how much; two at least, at different times.</param>
    /// <returns>How much more an hour later; negative where it falls.</returns>
    public static double PerHour(IReadOnlyList<(double Hours, double Value)> samples)
    {
        double hours = samples.Average(static one => one.Hours), value = samples.Average(static one => one.Value);
        return samples.Sum(one => (one.Hours - hours) * (one.Value - value)) / samples.Sum(one => (one.Hours - hours) * (one.Hours - hours));
    }
}
