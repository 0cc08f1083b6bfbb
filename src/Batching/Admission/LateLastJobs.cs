using System.Runtime.InteropServices;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// Jobs by when they are needed, the first one first; those that can no longer be in time come after those that can, one in so many rows
/// excepted. Where results leave in one order (<see cref="OrderGroup"/>), whoever can be in time makes those before it needed when it is,
/// and whoever has too much before it is late. Goes over all that wait at each take, so how they stand is never older than that; a take
/// allocates nothing.
/// </summary>
/// <param name="time">Turns timestamps into durations; is never asked for the time.</param>
internal sealed class LateLastJobs(TimeProvider time) : IWaitingJobs
{
    /// <summary>One in so many rows of text taken is a late document's while some wait, so that the late do not starve under a lasting load.</summary>
    public const int LateShare = 8;

    private readonly List<WaitingJob> _jobs = [];
    private readonly Dictionary<OrderGroup, WaitingOrder> _orders = [];
    private long _lastLate;
    private double _lateCredit;

    /// <inheritdoc/>
    public int LateCount { get; private set; }

    /// <inheritdoc/>
    public void Add(DocumentJob job)
    {
        // By ticket. Plans are made side by side: now and then a document overtakes another on its way here.
        int place = _jobs.Count;
        while (place > 0 && _jobs[place - 1].Job.Ticket.Value > job.Ticket.Value)
        {
            place--;
        }

        _jobs.Insert(place, new WaitingJob(job, OrderOf(job)));
    }

    /// <inheritdoc/>
    public DocumentJob Take(in JobRequest request)
    {
        FindWhoCanBeInTime(request);
        FindWhenNeeded();
        (int? needed, int? late) = FindFirst();
        if (late is { } lateOne && (needed is null || _lateCredit >= _jobs[lateOne].Job.TextRows))
        {
            _lateCredit = Math.Max(0, _lateCredit - _jobs[lateOne].Job.TextRows);
            LateCount--;
            return Remove(lateOne);
        }

        DocumentJob next = Remove(needed!.Value);
        _lateCredit = late is null ? 0 : _lateCredit + (next.TextRows / (LateShare - 1.0));
        return next;
    }

    /// <inheritdoc/>
    public IEnumerable<DocumentJob> All() => _jobs.Select(static waiting => waiting.Job);

    private WaitingOrder? OrderOf(DocumentJob job)
    {
        if (job.Order is not { } key)
        {
            return null;
        }

        ref WaitingOrder? order = ref CollectionsMarshal.GetValueRefOrAddDefault(_orders, key, out _);
        order ??= new WaitingOrder();
        order.Jobs++;
        return order;
    }

    private void FindWhoCanBeInTime(in JobRequest request)
    {
        foreach (WaitingOrder order in _orders.Values)
        {
            (order.Ahead, order.NeededBy) = (TimeSpan.Zero, null);
        }

        foreach (WaitingJob waiting in _jobs)
        {
            DocumentJob job = waiting.Job;
            TimeSpan left = job.Deadline == Deadline.Never ? TimeSpan.MaxValue : time.GetElapsedTime(request.Now, job.Deadline.Timestamp);
            TimeSpan ahead = TimeSpan.Zero;
            if (waiting.Order is { } order)
            {
                ahead = order.Ahead;
                order.Ahead += request.Forecast.Work(job.TextRows);
            }

            waiting.CanBeInTime = ahead + request.Forecast.Service(job.TextRows) <= left;
        }
    }

    /// <summary>The newest first: whoever can be in time needs those before it in its order.</summary>
    private void FindWhenNeeded()
    {
        for (int i = _jobs.Count - 1; i >= 0; i--)
        {
            WaitingJob waiting = _jobs[i];
            Deadline? needed = waiting.CanBeInTime ? waiting.Job.Deadline : null;
            if (waiting.Order is { } order)
            {
                needed = order.NeededBy = Earlier(needed, order.NeededBy);
            }

            waiting.NeededBy = needed;
        }
    }

    /// <summary>The job that is needed first, and the one that has been late for longest; of equal ones, the older.</summary>
    private (int? Needed, int? Late) FindFirst()
    {
        int? needed = null;
        int? late = null;
        LateCount = 0;
        for (int i = 0; i < _jobs.Count; i++)
        {
            WaitingJob waiting = _jobs[i];
            if (waiting.NeededBy is { } by)
            {
                waiting.LateSince = 0;
                needed = needed is { } first && _jobs[first].NeededBy!.Value.Timestamp <= by.Timestamp ? first : i;
                continue;
            }

            LateCount++;
            waiting.LateSince = waiting.LateSince > 0 ? waiting.LateSince : ++_lastLate;
            late = late is { } longest && _jobs[longest].LateSince < waiting.LateSince ? longest : i;
        }

        return (needed, late);
    }

    private DocumentJob Remove(int place)
    {
        WaitingJob waiting = _jobs[place];
        _jobs.RemoveAt(place);
        if (waiting.Order is { } order && --order.Jobs == 0)
        {
            _orders.Remove(waiting.Job.Order!.Value);
        }

        return waiting.Job;
    }

    private static Deadline? Earlier(Deadline? one, Deadline? other) =>
        one is { } first && other is { } second ? (first.Timestamp <= second.Timestamp ? one : other) : one ?? other;
}
