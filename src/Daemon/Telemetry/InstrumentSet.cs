using System.Diagnostics.Metrics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Makes instruments from their descriptions.</summary>
/// <param name="meter">The meter they belong to.</param>
internal sealed class InstrumentSet(Meter meter)
{
    /// <summary>A counter.</summary>
    public Counter<long> Counter(InstrumentDescription about) => meter.CreateCounter<long>(about.Name, about.Unit, about.Description);

    /// <summary>A counter of seconds.</summary>
    public Counter<double> Time(InstrumentDescription about) => meter.CreateCounter<double>(about.Name, about.Unit, about.Description);

    /// <summary>A histogram of durations.</summary>
    public Histogram<double> Seconds(InstrumentDescription about) => Histogram<double>(about);

    /// <summary>A histogram of sizes.</summary>
    public Histogram<long> Sizes(InstrumentDescription about) => Histogram<long>(about);

    /// <summary>A gauge that is asked when somebody scrapes.</summary>
    public void Gauge<T>(InstrumentDescription about, Func<IEnumerable<Measurement<T>>> observe)
        where T : struct => meter.CreateObservableGauge(about.Name, observe, about.Unit, about.Description);

    private Histogram<T> Histogram<T>(InstrumentDescription about)
        where T : struct, System.Numerics.INumber<T>
    {
        InstrumentAdvice<T> advice = new() { HistogramBucketBoundaries = [.. about.Buckets!.Select(T.CreateChecked)] };
        return meter.CreateHistogram(about.Name, about.Unit, about.Description, tags: null, advice);
    }
}
