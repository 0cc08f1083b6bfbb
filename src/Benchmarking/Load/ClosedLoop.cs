using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Load;

/// <summary>
/// Load with a fixed number of documents in flight: whenever one completes, the next is submitted. Measures between two completions
/// while all are in flight, so that neither filling up nor running empty counts.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ClosedLoop(TimeProvider time)
{
    /// <summary>Runs a system; returns once nothing is in flight any more.</summary>
    /// <param name="system">The system under test.</param>
    /// <param name="documents">What is decoded, in this order and from the start again; at least one.</param>
    /// <param name="inFlight">Documents in flight; 1 or more.</param>
    /// <param name="settings">How long.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ClosedLoopResult> RunAsync(
        ISystemUnderTest system, IReadOnlyList<ForcedDocument> documents, int inFlight, ClosedLoopSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfZero(documents.Count, nameof(documents));
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlight, 1);
        Run run = new(system, documents, settings, Math.Max(settings.WarmUpDocuments, inFlight), time);
        Task[] workers = new Task[inFlight];
        for (int i = 0; i < inFlight; i++)
        {
            workers[i] = run.WorkAsync(cancellationToken);
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        return run.Result(inFlight);
    }

    private sealed class Run(ISystemUnderTest system, IReadOnlyList<ForcedDocument> documents, ClosedLoopSettings settings, int warmUp, TimeProvider time)
    {
        private readonly Lock _gate = new();
        private readonly List<TimeSpan> _latencies = [];
        private int _submitted = -1;
        private int _completed;
        private long _started;
        private long _ended;
        private SystemCounters _before;
        private SystemCounters _after;
        private volatile bool _isOver;

        public async Task WorkAsync(CancellationToken cancellationToken)
        {
            try
            {
                while (!_isOver)
                {
                    ForcedDocument document = documents[Interlocked.Increment(ref _submitted) % documents.Count];
                    long submitted = time.GetTimestamp();
                    await system.SubmitAsync(document, null, cancellationToken).ConfigureAwait(false);
                    Completed(submitted, time.GetTimestamp());
                }
            }
            catch
            {
                // One failure ends the run; the others' documents are waited for and nothing new is submitted.
                _isOver = true;
                throw;
            }
        }

        public ClosedLoopResult Result(int inFlight) =>
            new(system.Name, inFlight, _latencies.Count, time.GetElapsedTime(_started, _ended), LatencySummary.Of(_latencies), _after - _before);

        private void Completed(long submitted, long now)
        {
            lock (_gate)
            {
                _completed++;
                if (_completed == warmUp)
                {
                    (_started, _before) = (now, system.Counters);
                }
                else if (_completed > warmUp && !_isOver)
                {
                    _latencies.Add(time.GetElapsedTime(submitted, now));
                    if (_latencies.Count >= settings.Documents || time.GetElapsedTime(_started, now) >= settings.LongestTime)
                    {
                        (_ended, _after) = (now, system.Counters);
                        _isOver = true;
                    }
                }
            }
        }
    }
}

/// <summary>How long a closed loop is measured.</summary>
public sealed record ClosedLoopSettings
{
    /// <summary>Documents completed before measuring starts; 0 or more, default 32. At least as many as are in flight are used.</summary>
    public int WarmUpDocuments { get; init; } = 32;

    /// <summary>Documents measured; 1 or more, default 400.</summary>
    public int Documents { get; init; } = 400;

    /// <summary>Measuring ends here even if fewer documents were measured; default 30 seconds.</summary>
    public TimeSpan LongestTime { get; init; } = TimeSpan.FromSeconds(30);
}
