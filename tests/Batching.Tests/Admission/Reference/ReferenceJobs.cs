using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Tests.Admission.Reference;

/// <summary>
/// What the queue has to answer, in the plain way: a list that is judged and sorted as a whole at each take. The product's queue was this
/// once; its numbers are the same, and of equally costly documents the one that is needed last is given up first.
/// </summary>
internal sealed class ReferenceJobs(long frequency) : IWaitingJobs
{
    private const int Choice = 8;
    private const int MostPassed = 4;

    private static readonly Comparison<ReferenceJob> ByNeed = static (first, second) =>
        first.NeededBy.Timestamp != second.NeededBy.Timestamp
            ? first.NeededBy.Timestamp.CompareTo(second.NeededBy.Timestamp)
            : first.Job.Ticket.Value.CompareTo(second.Job.Ticket.Value);

    private readonly List<ReferenceJob> _jobs = [];
    private readonly List<ReferenceJob> _inTime = [];
    private readonly ReferenceGroups _groups = new();
    private readonly ReferenceFewestLate _fewestLate = new();
    private double _lateCredit;

    public int LateCount => _jobs.Count(static job => job.IsLate);

    /// <summary>Late ones that were in time after all, so far.</summary>
    public int Recovered => _groups.Recovered;

    /// <summary>Late ones taken so far.</summary>
    public int LateTaken { get; private set; }

    /// <summary>Documents given up for others, counted at each take.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Times that a document was preferred for its length.</summary>
    public int Preferred { get; private set; }

    public IEnumerable<DocumentJob> All() => _jobs.Select(static job => job.Job);

    public void Add(DocumentJob job)
    {
        int place = _jobs.Count;
        while (place > 0 && _jobs[place - 1].Job.Ticket.Value > job.Ticket.Value)
        {
            place--;
        }

        _jobs.Insert(place, new ReferenceJob(job));
    }

    public DocumentJob Take(in JobRequest request, int lanes)
    {
        JobEstimate estimate = new(request, frequency);
        ReferenceJob? late = Judge(estimate);
        if (late is not null && (_inTime.Count == 0 || _lateCredit >= late.Job.TextRows))
        {
            LateTaken++;
            _lateCredit = Math.Max(0, _lateCredit - late.Job.TextRows);
            return Remove(late, late.Job.Deadline);
        }

        ReferenceJob next = NextInTime(request, estimate, lanes);
        _lateCredit = late is null ? 0 : _lateCredit + (next.Job.TextRows / (DeadlineJobs.LateShare - 1.0));
        return Remove(next, next.NeededBy);
    }

    /// <summary>Finds out who can be in time, when it is needed, and who is late; gives the one that has been late for longest.</summary>
    private ReferenceJob? Judge(JobEstimate estimate)
    {
        _groups.Judge(_jobs, estimate);
        _inTime.Clear();
        ReferenceJob? firstLate = null;
        foreach (ReferenceJob job in _jobs)
        {
            if (!job.IsLate)
            {
                _inTime.Add(job);
            }
            else if (firstLate is null || job.LateSince < firstLate.LateSince)
            {
                firstLate = job;
            }
        }

        _inTime.Sort(ByNeed);
        return firstLate;
    }

    private ReferenceJob NextInTime(in JobRequest request, JobEstimate estimate, int lanes)
    {
        _fewestLate.Choose(_inTime, lanes);
        GivenUp += _fewestLate.GivenUp;
        int first = _fewestLate.Kept.IndexOf(true);
        int chosen = request.Documents == 0 ? first : Choose(first, request.Rows / request.Documents, estimate);
        Preferred += chosen != first ? 1 : 0;
        for (int i = first; i < chosen; i++)
        {
            _inTime[i].Passed++;
        }

        return _inTime[chosen];
    }

    private DocumentJob Remove(ReferenceJob waiting, Deadline neededBy)
    {
        _jobs.Remove(waiting);
        waiting.Job.NeededBy = neededBy;
        return waiting.Job;
    }

    private int Choose(int first, int rows, JobEstimate estimate)
    {
        int chosen = first;
        int least = Math.Abs(_inTime[first].Job.TextRows - rows);
        int looked = 1;
        int previous = first;
        for (int i = first + 1; i < _inTime.Count && looked < Choice && _inTime[previous].Passed < MostPassed && AsUrgent(_inTime[first], _inTime[i], estimate); i++)
        {
            if (!_fewestLate.Kept[i] || !_inTime[i].IsHead)
            {
                continue;
            }

            looked++;
            previous = i;
            int distance = Math.Abs(_inTime[i].Job.TextRows - rows);
            if (distance < least / 2)
            {
                (chosen, least) = (i, distance);
            }
        }

        return chosen;
    }

    private static bool AsUrgent(ReferenceJob first, ReferenceJob other, JobEstimate estimate) =>
        first.NeededBy == Deadline.Never
        || (estimate.Left(other.NeededBy.Timestamp) - first.Left <= first.Service && first.Left >= 4 * first.Service);
}
