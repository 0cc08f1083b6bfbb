using System.Runtime.InteropServices;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// The most urgent of those that are to be in time first; as few as possible are late, and those that are come after them, one in so many
/// rows excepted. Judged anew whenever a lane asks. That costs logarithmic time in the number of jobs for each one that stands otherwise
/// than before or has to be looked at, a step for each order, and no memory; docs/design/scheduling.md has the bounds.
/// </summary>
/// <param name="frequency">Units of a timestamp in a second.</param>
internal sealed class JudgedJobs(long frequency) : IWaitingJobs
{
    /// <summary>How many of the first jobs a lane may choose among.</summary>
    private const int Choice = 8;

    /// <summary>How often a job may be passed over for one that goes better with what a lane has.</summary>
    private const int MostPassed = 4;

    private static readonly Comparison<WaitingJob> ByTicket = static (first, second) => first.Job.Ticket.Value.CompareTo(second.Job.Ticket.Value);

    private readonly JobGroup _unordered = new(isOrdered: false);
    private readonly Dictionary<OrderGroup, JobGroup> _groups = [];
    private readonly Stack<JobGroup> _spareGroups = [];
    private readonly PlaceTree _inTime = new();
    private readonly PlaceTree _late = new();
    private readonly FewestLate _fewestLate = new();
    private readonly List<WaitingJob> _suspects = [];
    private readonly List<WaitingJob> _changed = [];
    private readonly List<WaitingJob> _becameLate = [];
    private long _lastLate;
    private double _lateCredit;

    /// <inheritdoc/>
    public int LateCount => _late.Count;

    /// <inheritdoc/>
    public void Add(DocumentJob job)
    {
        JobGroup group = GroupOf(job);
        WaitingJob? first = group.First;
        group.Add(new WaitingJob(job, group));

        // Plans are made side by side: now and then a document overtakes another of its order on the way here.
        RenewHead(first);
    }

    /// <inheritdoc/>
    public DocumentJob Take(in JobRequest request, int lanes)
    {
        JobEstimate estimate = new(request, frequency);
        Judge(estimate);
        WaitingJob? late = _late.First?.Owner;
        if (late is not null && (_inTime.Count == 0 || _lateCredit >= late.Job.TextRows))
        {
            _lateCredit = Math.Max(0, _lateCredit - late.Job.TextRows);
            return Remove(late, late.Job.Deadline);
        }

        WaitingJob next = NextInTime(request, estimate, lanes);
        _lateCredit = late is null ? 0 : _lateCredit + (next.Job.TextRows / (DeadlineJobs.LateShare - 1.0));
        return Remove(next, next.NeededBy);
    }

    /// <inheritdoc/>
    public IEnumerable<DocumentJob> All() => _groups.Values.Append(_unordered).SelectMany(static group => group.Jobs());

    private JobGroup GroupOf(DocumentJob job)
    {
        if (job.Order is not { } order)
        {
            return _unordered;
        }

        ref JobGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, order, out _);
        return group ??= _spareGroups.TryPop(out JobGroup? spare) ? spare : new JobGroup(isOrdered: true);
    }

    /// <summary>Finds out who can be in time, when it is needed, and who is late.</summary>
    private void Judge(in JobEstimate estimate)
    {
        _unordered.Judge(estimate, _inTime, _suspects, _changed);
        foreach (JobGroup group in _groups.Values)
        {
            group.Judge(estimate, _inTime, _suspects, _changed);
        }

        foreach (WaitingJob job in _changed)
        {
            Move(job);
        }

        // Of those that become late now, whoever came first is the first of them.
        _becameLate.Sort(ByTicket);
        foreach (WaitingJob job in _becameLate)
        {
            job.InQueue.Key = ++_lastLate;
            job.LineUp(_late);
        }

        _changed.Clear();
        _becameLate.Clear();
    }

    /// <summary>Puts a job that stands otherwise where it belongs; the late wait until all that become so are known.</summary>
    private void Move(WaitingJob job)
    {
        job.LineUp(null);
        if (job.Standing == JobStanding.Late)
        {
            _becameLate.Add(job);
            return;
        }

        Place place = job.InQueue;
        place.Key = place.Due = job.WillBeNeededBy.Timestamp;
        (place.MayBeInTime, place.MayBeLate, place.MayWait, place.IsHead) = (true, true, job.MayWait, job.Group.IsHead(job));
        job.LineUp(_inTime);
    }

    /// <summary>The most urgent job of those that are to be in time, or one as urgent whose text is nearer in length to those the lane is decoding.</summary>
    private WaitingJob NextInTime(in JobRequest request, in JobEstimate estimate, int lanes)
    {
        _fewestLate.Choose(_inTime, estimate, lanes);
        Place first = _fewestLate.FirstKept(_inTime.Root)!;
        Place next = request.Documents == 0 ? first : Choose(first, request.Rows / request.Documents, estimate);
        _inTime.Pass(first, next);
        return next.Owner;
    }

    private Place Choose(Place first, int rows, in JobEstimate estimate)
    {
        Place chosen = first;
        Place previous = first;
        int least = Math.Abs(first.Rows - rows);
        int looked = 1;
        for (Place? at = _inTime.HeadAfter(first);
            at is not null && looked < Choice && previous.Passed < MostPassed && AsUrgent(first, at, estimate);
            at = _inTime.HeadAfter(at))
        {
            if (!_fewestLate.IsKept(at))
            {
                continue;
            }

            looked++;
            previous = at;
            int distance = Math.Abs(at.Rows - rows);
            if (distance < least / 2)
            {
                (chosen, least) = (at, distance);
            }
        }

        return chosen;
    }

    /// <summary>Whether the first can wait for another document to be served before it, and the other is not needed much later.</summary>
    private static bool AsUrgent(Place first, Place other, in JobEstimate estimate)
    {
        long service = estimate.Service(first.Rows);
        long left = estimate.Left(first.Due);
        return first.Due == Deadline.Never.Timestamp || (estimate.Left(other.Due) - left <= service && left >= 4 * service);
    }

    private DocumentJob Remove(WaitingJob job, Deadline neededBy)
    {
        JobGroup group = job.Group;
        bool wasFirst = group.First == job;
        job.LineUp(null);
        group.Remove(job);
        if (group.IsEmpty && job.Job.Order is { } order)
        {
            _groups.Remove(order);
            _spareGroups.Push(group);
        }
        else if (wasFirst)
        {
            RenewHead(group.First);
        }

        job.Job.NeededBy = neededBy;
        return job.Job;
    }

    /// <summary>Notes that a job has become the first of its order or is so no more.</summary>
    private void RenewHead(WaitingJob? job)
    {
        if (job is not null && job.Line == _inTime && job.InQueue.IsHead != job.Group.IsHead(job))
        {
            job.InQueue.IsHead = !job.InQueue.IsHead;
            _inTime.Renew(job.InQueue);
        }
    }
}
