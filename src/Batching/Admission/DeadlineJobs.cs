using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// The queue that lanes share: bounded, the most urgent document first. Where not all that wait can make their deadline, as few as
/// possible are late: those that cost most wait. Those that can no longer make it come after those that can, unless the result of one
/// that can waits for theirs (<see cref="OrderGroup"/>); nothing is shed. Lanes pull, so that a document goes to the lane that gets to it
/// first, and a lane that will be done later leaves documents to lanes that will be done sooner. Safe from any thread.
/// </summary>
/// <param name="capacity">Documents it holds; 1 or more.</param>
/// <param name="time">Turns differences of timestamps into durations; is never asked for the time.</param>
/// <param name="byArrival">Whether jobs are handed out by ticket, whatever their deadlines.</param>
public sealed class DeadlineJobs(int capacity, TimeProvider time, bool byArrival = false) : IJobSource, IDisposable
{
    /// <summary>One in so many rows of text taken is a late document's while some wait, so that the late do not starve under a lasting load.</summary>
    public const int LateShare = 8;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _room = new(capacity, capacity);
    private readonly CancellationTokenSource _closed = new();
    private readonly WaitingJobs _jobs = new(time);
    private readonly LaneLoads _loads = new();
    private int _rows;
    private int _waiting;
    private double _lateCredit;
    private bool _completed;

    /// <inheritdoc/>
    public int Waiting => Volatile.Read(ref _waiting);

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
        List<DocumentJob> left = [];
        lock (_gate)
        {
            while (_waiting > 0)
            {
                DocumentJob job = _jobs.TakeFirst();
                _waiting--;
                _rows -= job.TextRows;
                left.Add(job);
            }

            Monitor.PulseAll(_gate);
        }

        return left;
    }

    /// <inheritdoc/>
    public bool TryTake(in JobRequest request, [NotNullWhen(true)] out DocumentJob? job)
    {
        lock (_gate)
        {
            _loads.Note(request.Lane, request.Backlog);
            LengthLine work = request.Forecast.Work;
            TimeSpan waiting = TimeSpan.FromSeconds((work.Seconds * _waiting) + (work.SecondsPerRow * _rows));
            job = _loads.Leaves(request.Lane, waiting) ? Next(request) : null;
            if (job is null)
            {
                return false;
            }

            _waiting--;
            _rows -= job.TextRows;
            _loads.Note(request.Lane, request.Backlog + work.At(job.TextRows));
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
            _rows += job.TextRows;
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

    private DocumentJob? Next(in JobRequest request)
    {
        if (_waiting == 0 || byArrival)
        {
            return _waiting == 0 ? null : _jobs.TakeFirst();
        }

        _jobs.Judge(request);
        DocumentJob? late = _jobs.FirstLate;
        if (late is not null && (_jobs.InTimeCount == 0 || _lateCredit >= late.TextRows))
        {
            _lateCredit = Math.Max(0, _lateCredit - late.TextRows);
            return _jobs.TakeLate();
        }

        DocumentJob job = _jobs.TakeInTime(request, _loads.Lanes);
        _lateCredit = late is null ? 0 : _lateCredit + (job.TextRows / (LateShare - 1.0));
        return job;
    }
}
