using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>
/// One way to serve documents: ours, a baseline on the same runtime, or another program. Owns its threads, processes and engines.
/// <see cref="SubmitAsync"/> may be called from any thread and many times at once.
/// </summary>
internal interface ISystemUnderTest : IAsyncDisposable
{
    /// <summary>Name in tables and JSON, unique in a report: lower case with hyphens, as <c>padellm-batch</c>.</summary>
    string Name { get; }

    /// <summary>One line for people: how it works.</summary>
    string Description { get; }

    /// <summary>Decodes a document; completes when its last token is decoded, and fails when the system cannot decode it.</summary>
    /// <param name="document">The document and the answers to force.</param>
    /// <param name="objective">Its latency objective, for those who know deadlines; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken);

    /// <summary>
    /// Drops all caches of completed documents, so that a document measured twice is computed in full twice: a stream does not
    /// repeat itself. Called between rounds, with no document in flight; does nothing for a system without such caches.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task ForgetAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Resources used since the start; never decreases. Subtract two readings for an interval. May be read from any thread.</summary>
    SystemCounters Counters { get; }
}

/// <summary>Resources that a system has used since its start. A figure that the system cannot measure, as of a program in another process, is 0.</summary>
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
