using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// Jobs whose results leave in the order of their tickets, and who of them can still be in time: whoever is there has all before it to
/// wait for, and those before it are needed when it is. Or those that nobody waits for, where each counts for itself.
/// </summary>
/// <remarks>
/// What it thinks of its jobs is kept from one time to the next, and branches of which the sums say that all is still as it was are not
/// looked into.
/// </remarks>
/// <param name="isOrdered">Whether its results leave in order.</param>
internal sealed class JobGroup(bool isOrdered)
{
    private static readonly Comparison<WaitingJob> ByTicket = static (first, second) => first.Job.Ticket.Value.CompareTo(second.Job.Ticket.Value);

    private readonly PlaceTree _places = new();
    private WaitingJob? _newest;

    /// <summary>Whether it has no jobs.</summary>
    public bool IsEmpty => _places.Root is null;

    /// <summary>Whether no result before a job's own waits for one of the jobs.</summary>
    public bool IsHead(WaitingJob job) => !isOrdered || First == job;

    /// <summary>The job whose result leaves first; null where there is none or no order.</summary>
    public WaitingJob? First => isOrdered ? _places.First?.Owner : null;

    /// <summary>All its jobs.</summary>
    public IEnumerable<DocumentJob> Jobs()
    {
        for (Place? at = _places.First; at is not null; at = _places.After(at))
        {
            yield return at.Owner.Job;
        }
    }

    public void Add(WaitingJob job)
    {
        // By ticket where that is the order; else by deadline, so that those that are about to be late are in one branch.
        Place place = job.InGroup;
        place.Key = isOrdered ? 0 : job.Job.Deadline.Timestamp;
        place.Due = job.Job.Deadline.Timestamp;
        SetCanBeInTime(place, true);
        _places.Add(place);
        (job.NextNew, _newest) = (_newest, job);
    }

    /// <summary>Removes one that is needed and has nobody before it, or one that is late: nobody else is needed at another time then.</summary>
    public void Remove(WaitingJob job) => _places.Remove(job.InGroup);

    /// <summary>Finds out who can be in time, and by when jobs are needed.</summary>
    /// <param name="estimate">What jobs cost and how long they have.</param>
    /// <param name="inTime">The places of those that are needed; many that are needed together are moved in it.</param>
    /// <param name="suspects">Is empty and will be; for the jobs that may stand otherwise.</param>
    /// <param name="changed">Receives the jobs that stand otherwise than before and were not moved.</param>
    public void Judge(in JobEstimate estimate, PlaceTree inTime, List<WaitingJob> suspects, List<WaitingJob> changed)
    {
        while (_newest is { } job)
        {
            suspects.Add(job);
            (_newest, job.NextNew) = (job.NextNew, null);
        }

        Verify(_places.Root, 0, estimate, suspects);
        if (suspects.Count > 0 && isOrdered)
        {
            suspects.Sort(ByTicket);
            Renew(suspects, inTime, changed);
        }
        else
        {
            foreach (WaitingJob job in suspects)
            {
                Stand(job, job.InGroup.MayBeInTime, job.Job.Deadline, true, changed);
            }
        }

        suspects.Clear();
    }

    /// <summary>Finds those of a branch that can be in time and could not when somebody looked last, and the other way round.</summary>
    /// <param name="at">The branch.</param>
    /// <param name="ahead">A lane's time that those before it cost.</param>
    /// <param name="estimate">What jobs cost and how long they have.</param>
    /// <param name="suspects">Receives them.</param>
    private void Verify(Place? at, long ahead, in JobEstimate estimate, List<WaitingJob> suspects)
    {
        if (at is null || IsAsThought(at, ahead, estimate))
        {
            return;
        }

        Verify(at.Left, ahead, estimate, suspects);
        ahead += at.Left is { } before ? Work(before.Count, before.AllRows, estimate) : 0;
        bool canBeInTime = ahead + estimate.Service(at.Rows) <= estimate.Left(at.Due);
        if (canBeInTime != at.MayBeInTime)
        {
            SetCanBeInTime(at, canBeInTime);
            suspects.Add(at.Owner);
        }

        Verify(at.Right, ahead + Work(1, at.Rows, estimate), estimate, suspects);
        at.Sum();
    }

    /// <summary>Whether the sums tell that nobody's case has changed: all that were in time are with all others before them, all that were late are alone.</summary>
    private bool IsAsThought(Place branch, long ahead, in JobEstimate estimate) =>
        ahead + Work(branch.Count, branch.AllRows, estimate) + estimate.Service(branch.Longest) <= estimate.Left(branch.Earliest)
        && (branch.Latest == long.MinValue || ahead + estimate.Service(branch.Shortest) > estimate.Left(branch.Latest));

    private long Work(int jobs, long rows, in JobEstimate estimate) => isOrdered ? estimate.Work(jobs, rows) : 0;

    /// <summary>Goes back from the last job that may be otherwise, until nothing changes before the first one.</summary>
    private void Renew(List<WaitingJob> suspects, PlaceTree inTime, List<WaitingJob> changed)
    {
        int suspect = suspects.Count - 1;
        Place? at = suspects[suspect].InGroup;
        WaitingJob? behind = _places.After(at)?.Owner;
        bool isWaitedFor = behind?.Standing == JobStanding.Needed;
        Deadline neededBy = isWaitedFor ? behind!.NeededBy : Deadline.Never;
        while (at is not null)
        {
            while (suspect >= 0 && at.IsBefore(suspects[suspect].InGroup))
            {
                suspect--;
            }

            bool isChanged;
            Place? suspected = suspect >= 0 ? suspects[suspect].InGroup : null;
            if (at.MayBeInTime || at == suspected)
            {
                Deadline own = at.Owner.Job.Deadline;
                neededBy = isWaitedFor && (!at.MayBeInTime || neededBy.Timestamp < own.Timestamp) ? neededBy : own;
                isChanged = Stand(at.Owner, at.MayBeInTime || isWaitedFor, neededBy, !isWaitedFor, changed);
                isWaitedFor |= at.MayBeInTime;
            }
            else
            {
                Place first = FirstLike(at, suspected);
                isChanged = Follow(first, at, isWaitedFor, neededBy, inTime, changed);
                at = first;
            }

            if (!isChanged && suspected is null)
            {
                return;
            }

            at = _places.Before(at);
        }
    }

    /// <summary>The first of those up to a job that are late alone and have long been thought so: all of them stand as it does.</summary>
    private Place FirstLike(Place last, Place? suspected)
    {
        Place? before = _places.InTimeBefore(last);
        before = before is null || (suspected is not null && before.IsBefore(suspected)) ? suspected : before;
        return before is null ? _places.First! : _places.After(before)!;
    }

    /// <summary>Has jobs that are late alone, and stand alike, stand as what is behind them wants; false where they do.</summary>
    private bool Follow(Place first, Place last, bool isWaitedFor, Deadline neededBy, PlaceTree inTime, List<WaitingJob> changed)
    {
        WaitingJob like = last.Owner;
        bool wasWaitedFor = like.Standing == JobStanding.Needed;
        if (wasWaitedFor == isWaitedFor && (!isWaitedFor || like.NeededBy == neededBy))
        {
            return false;
        }

        int count = _places.Rank(last) - _places.Rank(first) + 1;
        if (wasWaitedFor && isWaitedFor && inTime.TryMove(first.Owner.InQueue, like.InQueue, count, neededBy.Timestamp))
        {
            return true;
        }

        Place at = first;
        for (; at != last; at = _places.After(at)!)
        {
            Stand(at.Owner, isWaitedFor, neededBy, !isWaitedFor, changed);
        }

        Stand(last.Owner, isWaitedFor, neededBy, !isWaitedFor, changed);
        return true;
    }

    private static void SetCanBeInTime(Place place, bool canBeInTime) => (place.MayBeInTime, place.MayBeLate) = (canBeInTime, !canBeInTime);

    private static bool Stand(WaitingJob job, bool isNeeded, Deadline neededBy, bool mayWait, List<WaitingJob> changed)
    {
        bool isOther = job.Stand(isNeeded ? JobStanding.Needed : JobStanding.Late, neededBy, mayWait);
        if (isOther)
        {
            changed.Add(job);
        }

        return isOther;
    }
}
