using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>
/// One way to serve documents: ours, a baseline on the same runtime, or another program. Owns its threads, processes and engines.
/// <see cref="SubmitAsync"/> may be called from any thread and many times at once.
/// </summary>
internal interface ISystemUnderTest : IAsyncDisposable
{
    /// <summary>Its name in tables and JSON: lower case with hyphens, as <c>padellm-batch</c>.</summary>
    string Name { get; }

    /// <summary>One line for people: how it works.</summary>
    string Description { get; }

    /// <summary>Takes a document; completes once its last token is decoded.</summary>
    /// <param name="document">The document and the answers to force.</param>
    /// <param name="objective">Its latency objective, for those who know deadlines; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets what it keeps of documents that are done, so that a document measured twice is no easier the second time: a stream does not
    /// repeat itself. To be called with nothing in flight; does nothing where nothing is kept.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task ForgetAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What has been spent since the start. Two readings make a difference.</summary>
    SystemCounters Counters { get; }
}

/// <summary>What a system has spent since its start; a program in another process knows only some of it and leaves the rest at 0.</summary>
/// <param name="Steps">Engine steps, all lanes together.</param>
/// <param name="TokenEvaluations">Rows evaluated.</param>
/// <param name="EngineTime">Time in which the model was computed, all lanes together.</param>
/// <param name="HostTime">Time of the lanes' threads beside that while there was something to do.</param>
/// <param name="AllocatedBytes">Bytes allocated by the lanes' threads inside steps.</param>
internal readonly record struct SystemCounters(long Steps, long TokenEvaluations, TimeSpan EngineTime, TimeSpan HostTime, long AllocatedBytes)
{
    /// <summary>What was spent between two readings.</summary>
    public static SystemCounters operator -(SystemCounters later, SystemCounters earlier) => new(
        later.Steps - earlier.Steps,
        later.TokenEvaluations - earlier.TokenEvaluations,
        later.EngineTime - earlier.EngineTime,
        later.HostTime - earlier.HostTime,
        later.AllocatedBytes - earlier.AllocatedBytes);
}
