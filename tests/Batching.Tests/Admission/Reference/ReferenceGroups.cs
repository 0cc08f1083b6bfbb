using System.Runtime.InteropServices;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Tests.Admission.Reference;

/// <summary>Who can be in time and by when jobs are needed, all of them looked at each time.</summary>
internal sealed class ReferenceGroups
{
    private const long BecameLate = -1;

    private readonly Dictionary<OrderGroup, Group> _groups = [];
    private long _late;

    /// <summary>Late ones that were in time after all.</summary>
    public int Recovered { get; private set; }

    /// <summary>Judges jobs in the order of their tickets.</summary>
    public void Judge(List<ReferenceJob> jobs, JobEstimate estimate)
    {
        _groups.Clear();
        foreach (ReferenceJob job in jobs)
        {
            Estimate(job, estimate);
        }

        for (int i = jobs.Count - 1; i >= 0; i--)
        {
            Need(jobs[i], estimate);
        }

        foreach (ReferenceJob job in jobs)
        {
            job.LateSince = job.LateSince == BecameLate ? ++_late : job.LateSince;
        }
    }

    private void Estimate(ReferenceJob waiting, JobEstimate estimate)
    {
        DocumentJob job = waiting.Job;
        waiting.Work = estimate.Work(1, job.TextRows);
        waiting.Service = estimate.Service(job.TextRows);
        waiting.Left = estimate.Left(job.Deadline.Timestamp);
        long ahead = 0;
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

    private void Need(ReferenceJob waiting, JobEstimate estimate)
    {
        bool isNeeded = waiting.CanBeInTime;
        waiting.MayWait = true;
        if (waiting.Job.Order is { } order)
        {
            ref Group group = ref CollectionsMarshal.GetValueRefOrNullRef(_groups, order);
            if (group.IsNeeded && (!isNeeded || group.NeededBy.Timestamp < waiting.NeededBy.Timestamp))
            {
                waiting.NeededBy = group.NeededBy;
                waiting.Left = estimate.Left(group.NeededBy.Timestamp);
            }

            waiting.MayWait = !group.IsNeeded;
            isNeeded |= group.IsNeeded;
            (group.IsNeeded, group.NeededBy) = (isNeeded, waiting.NeededBy);
        }

        Recovered += isNeeded && waiting.IsLate ? 1 : 0;
        waiting.LateSince = isNeeded ? 0 : waiting.LateSince > 0 ? waiting.LateSince : BecameLate;
    }

    private struct Group
    {
        public long Ahead;
        public bool IsNeeded;
        public Deadline NeededBy;
    }
}
