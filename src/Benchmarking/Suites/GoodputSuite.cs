using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Finds each system's saturation and then the highest rate of arrivals at which 99 of 100 documents keep the objective. Each is held
/// to 5 times its own median with one document in flight: whoever is slower to begin with has longer.
/// </summary>
/// <param name="settings">How much is measured.</param>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits on that clock.</param>
/// <param name="note">Is told what is being measured.</param>
internal sealed class GoodputSuite(ServingSettings settings, TimeProvider time, IPacer pacer, Action<string> note)
{
    /// <summary>Measures one system after the other.</summary>
    /// <param name="systems">Who takes part.</param>
    /// <param name="documents">What is decoded; more than any system holds on to.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<IReadOnlyList<GoodputEntry>> RunAsync(
        IReadOnlyList<ISystemUnderTest> systems, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(systems);
        List<GoodputEntry> entries = [];
        foreach (ISystemUnderTest system in systems)
        {
            entries.Add(await MeasureAsync(system, documents, cancellationToken).ConfigureAwait(false));
        }

        return entries;
    }

    private async Task<GoodputEntry> MeasureAsync(ISystemUnderTest system, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        note($"saturation: {system.Name}");
        SaturationResult saturation = await new SaturationSearch(time)
            .RunAsync(system, documents, settings.InFlight, settings.Closed, cancellationToken).ConfigureAwait(false);
        TimeSpan objective = GoodputSearch.ObjectiveFor(saturation.Unloaded);
        GoodputSearch search = new(new OpenLoop(time, pacer), settings.Halvings);
        List<GoodputResult> goodput = [];
        foreach (ArrivalTrace trace in settings.Traces)
        {
            note($"goodput, {trace.Name} arrivals: {system.Name}");
            goodput.Add(await search.RunAsync(
                system, documents, trace, objective, saturation.DocumentsPerSecond, cancellationToken).ConfigureAwait(false));
        }

        return new GoodputEntry(saturation, goodput);
    }
}

/// <summary>How much one system can do, and how much of it within its latency objective.</summary>
/// <param name="Saturation">Throughput over documents in flight.</param>
/// <param name="Goodput">One for each way documents arrive: <c>poisson</c>, <c>bursty</c>.</param>
internal sealed record GoodputEntry(SaturationResult Saturation, IReadOnlyList<GoodputResult> Goodput)
{
    /// <summary>The system.</summary>
    public string System => Saturation.System;
}
