using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Finds each contender's saturation and then the highest rate of arrivals at which 99 of 100 documents keep the objective. Each is held
/// to 5 times its own median with one document in flight: whoever is slower to begin with has longer.
/// </summary>
/// <param name="settings">How much is measured.</param>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits on that clock.</param>
/// <param name="note">Is told what is being measured.</param>
public sealed class GoodputSuite(ServingSettings settings, TimeProvider time, IPacer pacer, Action<string> note)
{
    /// <summary>Measures one contender after the other.</summary>
    /// <param name="contenders">Who takes part.</param>
    /// <param name="documents">What is decoded; more than any contender holds on to.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<IReadOnlyList<GoodputEntry>> RunAsync(
        IReadOnlyList<IContender> contenders, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        List<GoodputEntry> entries = [];
        foreach (IContender contender in contenders)
        {
            entries.Add(await MeasureAsync(contender, documents, cancellationToken).ConfigureAwait(false));
        }

        return entries;
    }

    private async Task<GoodputEntry> MeasureAsync(IContender contender, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        note($"saturation: {contender.Name}");
        SaturationResult saturation = await new SaturationSearch(time)
            .RunAsync(contender, documents, settings.InFlight, settings.Closed, cancellationToken).ConfigureAwait(false);
        TimeSpan objective = GoodputSearch.ObjectiveFor(saturation.Unloaded);
        GoodputSearch search = new(new OpenLoop(time, pacer), settings.Halvings);
        List<GoodputResult> goodput = [];
        foreach (ArrivalTrace trace in settings.Traces)
        {
            note($"goodput, {trace.Name} arrivals: {contender.Name}");
            goodput.Add(await search.RunAsync(
                contender, documents, trace, objective, saturation.DocumentsPerSecond, cancellationToken).ConfigureAwait(false));
        }

        return new GoodputEntry(saturation, goodput);
    }
}
