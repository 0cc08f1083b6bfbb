using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Load;

/// <summary>
/// Load that arrives by a schedule, however long the system takes. A latency counts from the moment a document was scheduled to
/// arrive: counted from the submit, a generator that is held up would leave out exactly the waits that matter.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="pacer">Waits for moments on that clock.</param>
internal sealed class OpenLoop(TimeProvider time, IPacer pacer)
{
    private int _missed;

    /// <summary>Plays a trace; returns once the last document is complete. One run at a time.</summary>
    /// <param name="system">The system under test.</param>
    /// <param name="documents">What is decoded, in this order and from the start again; at least one.</param>
    /// <param name="trace">When documents arrive.</param>
    /// <param name="rate">Documents per second; above 0.</param>
    /// <param name="objective">Latency objective that systems are told; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="breakOff">
    /// Whether arrivals end as soon as so many documents have missed the objective that p99 of the whole trace cannot keep it; the result
    /// is then that of the documents up to there, and its p99 does not keep it either.
    /// </param>
    public async Task<OpenLoopResult> RunAsync(
        ISystemUnderTest system,
        IReadOnlyList<ForcedDocument> documents,
        ArrivalTrace trace,
        double rate,
        TimeSpan? objective,
        CancellationToken cancellationToken,
        bool breakOff = false)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfZero(documents.Count, nameof(documents));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        int mayMiss = breakOff ? trace.Times.Count - (int)Math.Ceiling(trace.Times.Count * 0.99) : int.MaxValue;
        _missed = 0;
        SystemCounters before = system.Counters;
        List<Task<TimeSpan>> pending = new(trace.Times.Count);
        List<TimeSpan> lateness = new(trace.Times.Count);
        long start = time.GetTimestamp();
        for (int i = 0; i < trace.Times.Count && Volatile.Read(ref _missed) <= mayMiss; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long due = start + (long)(trace.Due(i, rate).TotalSeconds * time.TimestampFrequency);
            await pacer.UntilAsync(due).ConfigureAwait(false);
            lateness.Add(time.GetElapsedTime(due, time.GetTimestamp()));
            pending.Add(SubmitAsync(system, documents[i % documents.Count], objective, due, cancellationToken));
        }

        TimeSpan[] latencies = await Task.WhenAll(pending).ConfigureAwait(false);
        return new OpenLoopResult(
            system.Name,
            trace.Name,
            rate,
            latencies.Length,
            time.GetElapsedTime(start, time.GetTimestamp()),
            LatencySummary.Of(latencies),
            LatencySummary.Of(lateness),
            system.Counters - before)
        {
            Missed = Volatile.Read(ref _missed),
        };
    }

    private async Task<TimeSpan> SubmitAsync(
        ISystemUnderTest system, ForcedDocument document, TimeSpan? objective, long due, CancellationToken cancellationToken)
    {
        await system.SubmitAsync(document, objective, cancellationToken).ConfigureAwait(false);
        TimeSpan latency = time.GetElapsedTime(due, time.GetTimestamp());
        if (latency > objective)
        {
            Interlocked.Increment(ref _missed);
        }

        return latency;
    }
}
