using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>The jobs in the queue, by ticket; kept under the queue's lock. Judged anew whenever a lane asks: a few hundred entries, at most.</summary>
internal sealed class WaitingJobs(TimeProvider time)
{
    /// <summary>How many of the first jobs a lane may choose among.</summary>
    private const int Choice = 8;

    /// <summary>How often a job may be passed over for one that goes better with what a lane has.</summary>
    private const int MostPassed = 4;

    private static readonly Comparison<WaitingJob> ByNeed = static (first, second) =>
        first.NeededBy.Timestamp != second.NeededBy.Timestamp
            ? first.NeededBy.Timestamp.CompareTo(second.NeededBy.Timestamp)
            : first.Job.Ticket.Value.CompareTo(second.Job.Ticket.Value);

    private readonly List<WaitingJob> _jobs = [];
    private readonly List<WaitingJob> _inTime = [];
    private readonly OrderedGroups _groups = new(time);
    private readonly FewestLate _fewestLate = new();
    private WaitingJob? _firstLate;

    /// <summary>Jobs that somebody could be in time with when a lane asked last.</summary>
    public int InTimeCount => _inTime.Count;

    /// <summary>Jobs that were late when a lane asked last.</summary>
    public int LateCount => _jobs.Count(static job => job.IsLate);

    /// <summary>The one that has been late for longest; null where none was late when a lane asked last.</summary>
    public DocumentJob? FirstLate => _firstLate?.Job;

    public void Add(DocumentJob job)
    {
        // Plans are made side by side: now and then a document overtakes another of its order on the way here.
        int place = _jobs.Count;
        while (place > 0 && _jobs[place - 1].Job.Ticket.Value > job.Ticket.Value)
        {
            place--;
        }

        _jobs.Insert(place, new WaitingJob(job));
    }

    /// <summary>Finds out who can be in time, when it is needed, and who is late.</summary>
    public void Judge(in JobRequest request)
    {
        _groups.Judge(_jobs, request);
        _inTime.Clear();
        _firstLate = null;
        foreach (WaitingJob job in _jobs)
        {
            if (!job.IsLate)
            {
                _inTime.Add(job);
            }
            else if (_firstLate is null || job.LateSince < _firstLate.LateSince)
            {
                _firstLate = job;
            }
        }

        _inTime.Sort(ByNeed);
    }

    /// <summary>Takes the first by ticket.</summary>
    public DocumentJob TakeFirst() => Take(_jobs[0], _jobs[0].Job.Deadline);

    /// <summary>Takes the one that has been late for longest; there must be one.</summary>
    public DocumentJob TakeLate() => Take(_firstLate!, _firstLate!.Job.Deadline);

    /// <summary>
    /// Takes the most urgent job of those that are to be in time, or one as urgent whose text is nearer in length to those the lane is
    /// decoding. There must be one, judged for this request.
    /// </summary>
    public DocumentJob TakeInTime(in JobRequest request, int lanes)
    {
        _fewestLate.Choose(_inTime, lanes);
        int first = _fewestLate.Kept.IndexOf(true);
        int chosen = request.Documents == 0 ? first : Choose(first, request.Rows / request.Documents, request);
        for (int i = first; i < chosen; i++)
        {
            _inTime[i].Passed++;
        }

        return Take(_inTime[chosen], _inTime[chosen].NeededBy);
    }

    private DocumentJob Take(WaitingJob waiting, Deadline neededBy)
    {
        _jobs.Remove(waiting);
        waiting.Job.NeededBy = neededBy;
        return waiting.Job;
    }

    private int Choose(int first, int rows, in JobRequest request)
    {
        int chosen = first;
        int least = Math.Abs(_inTime[first].Job.TextRows - rows);
        int looked = 1;
        int previous = first;
        for (int i = first + 1; i < _inTime.Count && looked < Choice && _inTime[previous].Passed < MostPassed && AsUrgent(_inTime[first], _inTime[i], request); i++)
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

    /// <summary>Whether the first can wait for another document to be served before it, and the other is not needed much later.</summary>
    private bool AsUrgent(WaitingJob first, WaitingJob other, in JobRequest request)
    {
        TimeSpan service = TimeSpan.FromSeconds(first.Service);
        return first.NeededBy == Deadline.Never
            || (time.GetElapsedTime(first.NeededBy.Timestamp, other.NeededBy.Timestamp) <= service
                && time.GetElapsedTime(request.Now, first.NeededBy.Timestamp) >= 4 * service);
    }
}
