using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Peers;

/// <summary>
/// Tunes the peer on the machine and the documents it is then measured on: tries ways to start and to ask it, one server at a time, and
/// takes the one with the highest throughput. What is fastest depends on cores and model, so nobody's list would do.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="start">Starts the peer in one way.</param>
/// <param name="note">Is told what is being tried.</param>
public sealed class PeerTuning(TimeProvider time, Func<PeerSettings, CancellationToken, Task<IContender>> start, Action<string> note)
{
    /// <summary>Tries them all.</summary>
    /// <param name="candidates">What is tried.</param>
    /// <param name="documents">What is decoded.</param>
    /// <param name="inFlight">Documents in flight.</param>
    /// <param name="settings">How long each is measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<PeerTrial>> RunAsync(
        IReadOnlyList<PeerSettings> candidates, IReadOnlyList<ForcedDocument> documents, int inFlight, ClosedLoopSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        List<PeerTrial> trials = [];
        foreach (PeerSettings candidate in candidates)
        {
            note($"tuning llama-server: {candidate.Description}");
            trials.Add(await TryAsync(candidate, documents, inFlight, settings, cancellationToken).ConfigureAwait(false));
        }

        return trials;
    }

    /// <summary>The fastest, under the name that the tuned peer has.</summary>
    /// <exception cref="PeerUnavailableException">None would run.</exception>
    public static PeerSettings Best(IReadOnlyList<PeerTrial> trials) =>
        trials.Where(static trial => trial.Result is not null).MaxBy(static trial => trial.Result!.DocumentsPerSecond) is { } best
            ? best.Settings with { Name = PeerSettings.TunedName }
            : throw new PeerUnavailableException($"llama-server would not run in any of {trials.Count} ways: {string.Join("; ", trials.Select(static trial => trial.Reason).Distinct())}");

    private async Task<PeerTrial> TryAsync(
        PeerSettings candidate, IReadOnlyList<ForcedDocument> documents, int inFlight, ClosedLoopSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            IContender contender = await start(candidate, cancellationToken).ConfigureAwait(false);
            await using (contender.ConfigureAwait(false))
            {
                ClosedLoopResult result = await new ClosedLoop(time)
                    .RunAsync(contender, documents, inFlight, settings, cancellationToken).ConfigureAwait(false);
                return new PeerTrial(candidate, result, null);
            }
        }
        catch (PeerUnavailableException error)
        {
            // A flag that this release does not know any more is no reason to go without the others.
            return new PeerTrial(candidate, null, error.Message);
        }
    }
}
