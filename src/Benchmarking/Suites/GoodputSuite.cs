using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Finds each system's saturation and then the highest rate of arrivals at which 99 of 100 documents keep the objective. Each is held
/// to 5 times its own median with one document in flight: a slower system has a longer objective.
/// </summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits for moments on that clock.</param>
/// <param name="note">Called with one line for people before each measurement.</param>
internal sealed class GoodputSuite(ServingSettings settings, TimeProvider time, IPacer pacer, Action<string> note)
{
    /// <summary>Measures one system after the other.</summary>
    /// <param name="systems">The systems to measure.</param>
    /// <param name="documents">What is decoded; more than any system holds on to.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
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

/// <summary>Saturation and goodput of one system.</summary>
/// <param name="Saturation">Throughput over documents in flight.</param>
/// <param name="Goodput">One for each way documents arrive: <c>poisson</c>, <c>bursty</c>.</param>
internal sealed record GoodputEntry(SaturationResult Saturation, IReadOnlyList<GoodputResult> Goodput)
{
    /// <summary>The system.</summary>
    public string System => Saturation.System;
}
