using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// The queue that lanes share: bounded, in the policy's order. Lanes pull, so that a document goes to the lane that gets to it first. Safe
/// from any thread.
/// </summary>
internal sealed class DeadlineJobs : IJobSource, IDisposable
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _closed = new();
    private readonly IWaitingJobs _jobs;
    private int _waiting;
    private bool _completed;

    /// <summary>An empty queue.</summary>
    /// <param name="capacity">Documents it holds; 1 or more.</param>
    /// <param name="time">Turns timestamps into durations; is never asked for the time.</param>
    /// <param name="order">In what order jobs are handed out.</param>
    public DeadlineJobs(int capacity, TimeProvider time, QueueOrder order = QueueOrder.LateLast)
        : this(capacity, InOrder(order, time))
    {
    }

    /// <summary>A queue over jobs in an order of their own.</summary>
    internal DeadlineJobs(int capacity, IWaitingJobs jobs) => (_room, _jobs) = (new SemaphoreSlim(capacity, capacity), jobs);

    /// <inheritdoc/>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether a job would be taken at once; a guess by the time it is read where others write.</summary>
    public bool HasRoom => _room.CurrentCount > 0;

    /// <summary>Documents waiting that were too late when somebody last looked.</summary>
    public int LateCount
    {
        get
        {
            lock (_gate)
            {
                return _jobs.LateCount;
            }
        }
    }

    /// <summary>Adds a job if there is room; never waits.</summary>
    public bool TryWrite(DocumentJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _room.Wait(0) && Add(job);
    }

    /// <summary>Adds a job as soon as there is room.</summary>
    /// <exception cref="ChannelClosedException">No job is taken any more.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async ValueTask WriteAsync(DocumentJob job, CancellationToken abandon)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!_room.Wait(0, abandon))
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(abandon, _closed.Token);
            try
            {
                await _room.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_closed.IsCancellationRequested && !abandon.IsCancellationRequested)
            {
                throw new ChannelClosedException();
            }
        }

        if (!Add(job))
        {
            throw new ChannelClosedException();
        }
    }

    /// <summary>Ends the input: what waits is still handed out, nothing is added any more. False where it had ended before.</summary>
    public bool TryComplete()
    {
        lock (_gate)
        {
            if (_completed)
            {
                return false;
            }

            _completed = true;
            Monitor.PulseAll(_gate);
        }

        _closed.Cancel();
        return true;
    }

    /// <summary>Ends the input and takes back what no lane has taken, in no order.</summary>
    public IReadOnlyList<DocumentJob> Close()
    {
        _ = TryComplete();
        lock (_gate)
        {
            DocumentJob[] left = _waiting == 0 ? [] : [.. _jobs.All()];
            _waiting = 0;
            Monitor.PulseAll(_gate);
            return left;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(in JobRequest request, [NotNullWhen(true)] out DocumentJob? job)
    {
        lock (_gate)
        {
            if (_waiting == 0)
            {
                job = null;
                return false;
            }

            job = _jobs.Take(request);
            _waiting--;
        }

        _room.Release();
        return true;
    }

    /// <inheritdoc/>
    public bool WaitForJob(CancellationToken abandon)
    {
        using CancellationTokenRegistration wake = abandon.UnsafeRegister(static queue => ((DeadlineJobs)queue!).Wake(), this);
        lock (_gate)
        {
            while (_waiting == 0 && !_completed && !abandon.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            abandon.ThrowIfCancellationRequested();
            return _waiting > 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room.Dispose();
        _closed.Dispose();
    }

    private static IWaitingJobs InOrder(QueueOrder order, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return order switch
        {
            QueueOrder.Arrival => new JobsInOrder(static _ => 0),
            QueueOrder.EarliestDeadline => new JobsInOrder(static job => job.Deadline.Timestamp),
            _ => new LateLastJobs(time),
        };
    }

    private bool Add(DocumentJob job)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return false;
            }

            _jobs.Add(job);
            _waiting++;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
