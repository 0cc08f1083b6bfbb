using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>Jobs by deadline, equal ones by arrival; kept under the queue's lock. A sorted array: a few hundred entries move faster than a heap is walked.</summary>
/// <param name="byArrival">Whether they stay as they come.</param>
internal sealed class UrgentJobs(bool byArrival)
{
    /// <summary>How many of the first jobs a lane may choose among.</summary>
    private const int Choice = 8;

    /// <summary>How often a job may be passed over for one that goes better with what a lane has.</summary>
    private const int MostPassed = 4;

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public DocumentJob? First => _entries.Count > 0 ? _entries[0].Job : null;

    public void Add(DocumentJob job)
    {
        int low = byArrival ? _entries.Count : 0;
        int high = _entries.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_entries[middle].Job.Deadline.Timestamp <= job.Deadline.Timestamp)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // After those of the same deadline: they came before.
        _entries.Insert(low, new Entry(job, 0));
    }

    public void RemoveFirst() => _entries.RemoveAt(0);

    /// <summary>The first job, or one as urgent whose text is nearer in length to those the lane is decoding.</summary>
    public DocumentJob Take(in JobRequest request, TimeProvider time)
    {
        int chosen = byArrival || request.Documents == 0 ? 0 : Choose(request.Rows / request.Documents, request, time);
        for (int i = 0; i < chosen; i++)
        {
            _entries[i] = _entries[i] with { Passed = _entries[i].Passed + 1 };
        }

        DocumentJob job = _entries[chosen].Job;
        _entries.RemoveAt(chosen);
        return job;
    }

    private int Choose(int rows, in JobRequest request, TimeProvider time)
    {
        int chosen = 0;
        int least = Math.Abs(_entries[0].Job.TextRows - rows);
        for (int i = 1; i < Math.Min(Choice, _entries.Count) && _entries[i - 1].Passed < MostPassed && AsUrgent(i, request, time); i++)
        {
            int distance = Math.Abs(_entries[i].Job.TextRows - rows);
            if (distance < least / 2)
            {
                (chosen, least) = (i, distance);
            }
        }

        return chosen;
    }

    /// <summary>Whether the first can wait for another document to be served before it, and the other is not due much later.</summary>
    private bool AsUrgent(int index, in JobRequest request, TimeProvider time)
    {
        Deadline first = _entries[0].Job.Deadline;
        return first == Deadline.Never
            || (time.GetElapsedTime(first.Timestamp, _entries[index].Job.Deadline.Timestamp) <= request.Service
                && time.GetElapsedTime(request.Now, first.Timestamp) >= 4 * request.Service);
    }

    private readonly record struct Entry(DocumentJob Job, int Passed);
}
