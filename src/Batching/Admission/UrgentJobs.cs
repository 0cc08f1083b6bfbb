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
    private readonly FewestLate _fewestLate = new();
    private double[] _work = [];
    private double[] _service = [];
    private double[] _left = [];

    public int Count => _entries.Count;

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

    /// <summary>Moves those that would be late even if they were begun now to the late ones, the first deadline first.</summary>
    public void SetLateAside(in JobRequest request, TimeProvider time, Queue<DocumentJob> late)
    {
        int kept = 0;
        for (int i = 0; i < _entries.Count; i++)
        {
            DocumentJob job = _entries[i].Job;
            if (Left(job, request, time) < request.Forecast.Service.At(job.TextRows).TotalSeconds)
            {
                late.Enqueue(job);
            }
            else
            {
                _entries[kept++] = _entries[i];
            }
        }

        _entries.RemoveRange(kept, _entries.Count - kept);
    }

    /// <summary>
    /// The first job of those that are to be in time, or one as urgent whose text is nearer in length to those the lane is decoding.
    /// There must be one, and none that would be late even if it were begun now.
    /// </summary>
    public DocumentJob Take(in JobRequest request, int lanes, TimeProvider time)
    {
        int chosen = 0;
        if (!byArrival)
        {
            ChooseInTime(request, lanes, time);
            int first = _fewestLate.Kept.IndexOf(true);
            chosen = request.Documents == 0 ? first : Choose(first, request.Rows / request.Documents, request, time);
            for (int i = first; i < chosen; i++)
            {
                _entries[i] = _entries[i] with { Passed = _entries[i].Passed + 1 };
            }
        }

        DocumentJob job = _entries[chosen].Job;
        _entries.RemoveAt(chosen);
        return job;
    }

    private static double Left(DocumentJob job, in JobRequest request, TimeProvider time) =>
        job.Deadline == Deadline.Never ? double.PositiveInfinity : time.GetElapsedTime(request.Now, job.Deadline.Timestamp).TotalSeconds;

    private void ChooseInTime(in JobRequest request, int lanes, TimeProvider time)
    {
        int count = _entries.Count;
        if (_work.Length < count)
        {
            (_work, _service, _left) = (new double[count * 2], new double[count * 2], new double[count * 2]);
        }

        for (int i = 0; i < count; i++)
        {
            DocumentJob job = _entries[i].Job;
            _work[i] = request.Forecast.Work.At(job.TextRows).TotalSeconds;
            _service[i] = request.Forecast.Service.At(job.TextRows).TotalSeconds;
            _left[i] = Left(job, request, time);
        }

        _fewestLate.Choose(_work.AsSpan(0, count), _service.AsSpan(0, count), _left.AsSpan(0, count), lanes);
    }

    private int Choose(int first, int rows, in JobRequest request, TimeProvider time)
    {
        int chosen = first;
        int least = Math.Abs(_entries[first].Job.TextRows - rows);
        int looked = 1;
        int previous = first;
        for (int i = first + 1; i < _entries.Count && looked < Choice && _entries[previous].Passed < MostPassed && AsUrgent(first, i, request, time); i++)
        {
            if (!_fewestLate.Kept[i])
            {
                continue;
            }

            looked++;
            previous = i;
            int distance = Math.Abs(_entries[i].Job.TextRows - rows);
            if (distance < least / 2)
            {
                (chosen, least) = (i, distance);
            }
        }

        return chosen;
    }

    /// <summary>Whether the first can wait for another document to be served before it, and the other is not due much later.</summary>
    private bool AsUrgent(int first, int other, in JobRequest request, TimeProvider time)
    {
        Deadline due = _entries[first].Job.Deadline;
        TimeSpan service = request.Forecast.Service.At(_entries[first].Job.TextRows);
        return due == Deadline.Never
            || (time.GetElapsedTime(due.Timestamp, _entries[other].Job.Deadline.Timestamp) <= service
                && time.GetElapsedTime(request.Now, due.Timestamp) >= 4 * service);
    }

    private readonly record struct Entry(DocumentJob Job, int Passed);
}
