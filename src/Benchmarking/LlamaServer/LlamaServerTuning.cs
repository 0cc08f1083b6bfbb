using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>
/// Tunes llama-server on the machine and the documents it is then measured on: tries ways to start and to ask it, one server at a time, and
/// takes the one with the highest throughput. The fastest settings depend on cores and model.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="start">Starts llama-server in one way.</param>
/// <param name="note">Is told what is being tried.</param>
internal sealed class LlamaServerTuning(TimeProvider time, Func<LlamaServerSettings, CancellationToken, Task<ISystemUnderTest>> start, Action<string> note)
{
    /// <summary>Measures every candidate, one server at a time.</summary>
    /// <param name="candidates">The settings to measure; at least one.</param>
    /// <param name="documents">The documents to decode; at least one.</param>
    /// <param name="inFlight">Documents in flight.</param>
    /// <param name="settings">How long each is measured.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<LlamaServerTrial>> RunAsync(
        IReadOnlyList<LlamaServerSettings> candidates, IReadOnlyList<ForcedDocument> documents, int inFlight, ClosedLoopSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        List<LlamaServerTrial> trials = [];
        foreach (LlamaServerSettings candidate in candidates)
        {
            note($"tuning llama-server: {candidate.Description}");
            trials.Add(await TryAsync(candidate, documents, inFlight, settings, cancellationToken).ConfigureAwait(false));
        }

        return trials;
    }

    /// <summary>The fastest, under the name that the tuned llama-server has.</summary>
    /// <exception cref="LlamaServerUnavailableException">The server did not run with any of them.</exception>
    public static LlamaServerSettings Best(IReadOnlyList<LlamaServerTrial> trials) =>
        trials.Where(static trial => trial.Result is not null).MaxBy(static trial => trial.Result!.DocumentsPerSecond) is { } best
            ? best.Settings with { Name = LlamaServerSettings.TunedName }
            : throw new LlamaServerUnavailableException($"llama-server would not run in any of {trials.Count} ways: {string.Join("; ", trials.Select(static trial => trial.Reason).Distinct())}");

    private async Task<LlamaServerTrial> TryAsync(
        LlamaServerSettings candidate, IReadOnlyList<ForcedDocument> documents, int inFlight, ClosedLoopSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            ISystemUnderTest system = await start(candidate, cancellationToken).ConfigureAwait(false);
            await using (system.ConfigureAwait(false))
            {
                ClosedLoopResult result = await new ClosedLoop(time)
                    .RunAsync(system, documents, inFlight, settings, cancellationToken).ConfigureAwait(false);
                return new LlamaServerTrial(candidate, result, null);
            }
        }
        catch (LlamaServerUnavailableException error)
        {
            // A flag that this release does not know any more is no reason to go without the others.
            return new LlamaServerTrial(candidate, null, error.Message);
        }
    }
}

/// <summary>One measured set of llama-server settings.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Result">The result with them; null where the server did not run with them.</param>
/// <param name="Reason">Why <paramref name="Result"/> is null.</param>
internal sealed record LlamaServerTrial(LlamaServerSettings Settings, ClosedLoopResult? Result, string? Reason);
