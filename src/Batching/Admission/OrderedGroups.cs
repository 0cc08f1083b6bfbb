using System.Runtime.InteropServices;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// Who can still be in time, where results of a group leave in order: whoever is there has all before it to wait for, and those before it
/// are needed when it is. Allocates nothing once its table has grown.
/// </summary>
internal sealed class OrderedGroups(TimeProvider time)
{
    /// <summary>Late since now; its number comes once all are judged.</summary>
    private const long BecameLate = -1;

    private readonly Dictionary<OrderGroup, Group> _groups = [];
    private long _late;

    /// <summary>Judges jobs in the order of their tickets.</summary>
    public void Judge(List<WaitingJob> jobs, in JobRequest request)
    {
        _groups.Clear();
        foreach (WaitingJob job in jobs)
        {
            Estimate(job, request);
        }

        for (int i = jobs.Count - 1; i >= 0; i--)
        {
            Need(jobs[i], request);
        }

        // In order of tickets again: of those that become late now, whoever came first is the first of them.
        foreach (WaitingJob job in jobs)
        {
            job.LateSince = job.LateSince == BecameLate ? ++_late : job.LateSince;
        }
    }

    private void Estimate(WaitingJob waiting, in JobRequest request)
    {
        DocumentJob job = waiting.Job;
        waiting.Work = request.Forecast.Work.At(job.TextRows).TotalSeconds;
        waiting.Service = request.Forecast.Service.At(job.TextRows).TotalSeconds;
        waiting.Left = Left(job.Deadline, request);
        double ahead = 0;
        waiting.IsHead = true;
        if (job.Order is { } order)
        {
            ref Group group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, order, out bool exists);
            (ahead, waiting.IsHead) = (group.Ahead, !exists);
            group.Ahead += waiting.Work;
        }

        waiting.NeededBy = job.Deadline;
        waiting.CanBeInTime = ahead + waiting.Service <= waiting.Left;
    }

    private void Need(WaitingJob waiting, in JobRequest request)
    {
        bool isNeeded = waiting.CanBeInTime;
        waiting.MayWait = true;
        if (waiting.Job.Order is { } order)
        {
            ref Group group = ref CollectionsMarshal.GetValueRefOrNullRef(_groups, order);
            if (group.IsNeeded && (!isNeeded || group.NeededBy.Timestamp < waiting.NeededBy.Timestamp))
            {
                waiting.NeededBy = group.NeededBy;
                waiting.Left = Left(group.NeededBy, request);
            }

            waiting.MayWait = !group.IsNeeded;
            isNeeded |= group.IsNeeded;
            (group.IsNeeded, group.NeededBy) = (isNeeded, waiting.NeededBy);
        }

        waiting.LateSince = isNeeded ? 0 : waiting.LateSince > 0 ? waiting.LateSince : BecameLate;
    }

    private double Left(Deadline deadline, in JobRequest request) =>
        deadline == Deadline.Never ? double.PositiveInfinity : time.GetElapsedTime(request.Now, deadline.Timestamp).TotalSeconds;

    /// <summary>Documents of one order.</summary>
    private struct Group
    {
        /// <summary>Seconds of a lane's time that those up to here cost.</summary>
        public double Ahead;

        /// <summary>Whether one behind can be in time.</summary>
        public bool IsNeeded;

        /// <summary>The first deadline of those behind that can be in time.</summary>
        public Deadline NeededBy;
    }
}
