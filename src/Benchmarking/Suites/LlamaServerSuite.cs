using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Ours beside another program, as a plain client drives it and tuned. All are running throughout and take turns, in another order each
/// round, so that whatever else happens on the machine hits all of them alike; who has no turn has no work.
/// </summary>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits for moments on that clock.</param>
/// <param name="note">Called with one line for people before each measurement.</param>
internal sealed class LlamaServerSuite(ServingSettings settings, TimeProvider time, IPacer pacer, Action<string> note)
{
    private readonly ClosedLoop _closed = new(time);
    private readonly OpenLoop _open = new(time, pacer);

    /// <summary>Measures.</summary>
    /// <param name="ours">Ours.</param>
    /// <param name="plain">llama-server as a plain client drives it.</param>
    /// <param name="tuned">llama-server tuned.</param>
    /// <param name="rawRates">Both builds' raw rates, measured while all systems were idle.</param>
    /// <param name="documents">What is decoded; more than any system holds on to.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<LlamaServerResult> RunAsync(
        ISystemUnderTest ours, ISystemUnderTest plain, ISystemUnderTest tuned, IReadOnlyList<RawRate> rawRates, IReadOnlyList<ForcedDocument> documents, CancellationToken cancellationToken)
    {
        ISystemUnderTest[] systems = [ours, plain, tuned];
        ClosedLoopResult[] unloaded = await InTurnsAsync(
            systems,
            "one document in flight",
            (_, system) => _closed.RunAsync(system, documents, 1, settings.Closed, cancellationToken),
            static result => result.Latency.Mean).ConfigureAwait(false);

        SaturationResult[] saturation = new SaturationResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            note($"saturation: {systems[i].Name}");
            saturation[i] = await new SaturationSearch(time)
                .RunAsync(systems[i], documents, settings.InFlight, settings.Closed, cancellationToken).ConfigureAwait(false);
        }

        ClosedLoopResult[] saturated = await InTurnsAsync(
            systems,
            "saturated",
            (i, system) => _closed.RunAsync(system, documents, saturation[i].Saturated.InFlight, settings.Closed, cancellationToken),
            static result => result.DocumentsPerSecond).ConfigureAwait(false);

        double rate = saturated[^1].DocumentsPerSecond * ServingSettings.BaselineLoad;
        TimeSpan objective = GoodputSearch.ObjectiveFor(unloaded[0]);
        List<OpenLoopResult[]> loaded = [];
        foreach (ArrivalTrace trace in settings.Traces)
        {
            loaded.Add(await InTurnsAsync(
                systems,
                $"{trace.Name} arrivals",
                (_, system) => _open.RunAsync(system, documents, trace, rate, objective, cancellationToken),
                static result => result.Latency.P99).ConfigureAwait(false));
        }

        LlamaServerEntry Entry(int i) => new(unloaded[i], saturation[i], saturated[i], [.. loaded.Select(results => results[i])]);
        return new LlamaServerResult(Entry(0), Entry(1), Entry(2), rawRates);
    }

    /// <summary>Each system's median round by a key.</summary>
    private async Task<T[]> InTurnsAsync<T>(
        ISystemUnderTest[] systems, string what, Func<int, ISystemUnderTest, Task<T>> measure, Func<T, double> key)
    {
        List<T>[] rounds = [.. systems.Select(static _ => new List<T>())];
        for (int round = 0; round < settings.Rounds; round++)
        {
            for (int turn = 0; turn < systems.Length; turn++)
            {
                int i = (round + turn) % systems.Length;
                note($"{what}, round {round + 1} of {settings.Rounds}: {systems[i].Name}");
                rounds[i].Add(await measure(i, systems[i]).ConfigureAwait(false));
            }
        }

        return [.. rounds.Select(results => results.OrderBy(key).ElementAt(results.Count / 2))];
    }
}
