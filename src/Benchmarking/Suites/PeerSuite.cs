using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Peers;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Ours beside another program, as a plain client drives it and tuned. All are running throughout and take turns, in another order each
/// round, so that whatever else happens on the machine hits all of them alike; who has no turn has no work.
/// </summary>
/// <param name="settings">How much is measured.</param>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits on that clock.</param>
/// <param name="note">Is told what is being measured.</param>
public sealed class PeerSuite(ServingSettings settings, TimeProvider time, IPacer pacer, Action<string> note)
{
    private readonly ClosedLoop _closed = new(time);
    private readonly OpenLoop _open = new(time, pacer);

    /// <summary>Measures.</summary>
    /// <param name="ours">Ours.</param>
    /// <param name="plain">The peer as a plain client drives it.</param>
    /// <param name="tuned">The peer tuned.</param>
    /// <param name="rawRates">Both builds' raw rates, measured while nobody had work.</param>
    /// <param name="documents">What is decoded; more than any contender holds on to.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<PeerResult> RunAsync(
        IContender ours, IContender plain, IContender tuned, IReadOnlyList<RawRate> rawRates, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        IContender[] contenders = [ours, plain, tuned];
        ClosedLoopResult[] unloaded = await InTurnsAsync(
            contenders,
            "one document in flight",
            (_, contender) => _closed.RunAsync(contender, documents, 1, settings.Closed, cancellationToken),
            static result => result.Latency.Mean).ConfigureAwait(false);

        SaturationResult[] saturation = new SaturationResult[contenders.Length];
        for (int i = 0; i < contenders.Length; i++)
        {
            note($"saturation: {contenders[i].Name}");
            saturation[i] = await new SaturationSearch(time)
                .RunAsync(contenders[i], documents, settings.InFlight, settings.Closed, cancellationToken).ConfigureAwait(false);
        }

        ClosedLoopResult[] saturated = await InTurnsAsync(
            contenders,
            "saturated",
            (i, contender) => _closed.RunAsync(contender, documents, saturation[i].Saturated.InFlight, settings.Closed, cancellationToken),
            static result => result.DocumentsPerSecond).ConfigureAwait(false);

        double rate = saturated[^1].DocumentsPerSecond * ServingSettings.PeerLoad;
        TimeSpan objective = GoodputSearch.ObjectiveFor(unloaded[0]);
        List<OpenLoopResult[]> loaded = [];
        foreach (ArrivalTrace trace in settings.Traces)
        {
            loaded.Add(await InTurnsAsync(
                contenders,
                $"{trace.Name} arrivals",
                (_, contender) => _open.RunAsync(contender, documents, trace, rate, objective, cancellationToken),
                static result => result.Latency.P99).ConfigureAwait(false));
        }

        PeerEntry Entry(int i) => new(unloaded[i], saturation[i], saturated[i], [.. loaded.Select(results => results[i])]);
        return new PeerResult(Entry(0), Entry(1), Entry(2), rawRates);
    }

    /// <summary>Each contender's median round by a key.</summary>
    private async Task<T[]> InTurnsAsync<T>(
        IContender[] contenders, string what, Func<int, IContender, Task<T>> measure, Func<T, double> key)
    {
        List<T>[] rounds = [.. contenders.Select(static _ => new List<T>())];
        for (int round = 0; round < settings.Rounds; round++)
        {
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                int i = (round + turn) % contenders.Length;
                note($"{what}, round {round + 1} of {settings.Rounds}: {contenders[i].Name}");
                rounds[i].Add(await measure(i, contenders[i]).ConfigureAwait(false));
            }
        }

        return [.. rounds.Select(results => results.OrderBy(key).ElementAt(results.Count / 2))];
    }
}
