using System.Runtime.InteropServices;

namespace PaDeNer.Batching.Tests.Admission.Reference;

/// <summary>Moore's algorithm with Hodgson's rule, one document after the other.</summary>
internal sealed class ReferenceFewestLate
{
    private readonly PriorityQueue<int, (long Work, int Place)> _costliest = new();

    public List<bool> Kept { get; } = [];

    /// <summary>How many are not kept.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Chooses among jobs in order of need.</summary>
    public void Choose(List<ReferenceJob> jobs, int lanes)
    {
        GivenUp = 0;
        CollectionsMarshal.SetCount(Kept, jobs.Count);
        CollectionsMarshal.AsSpan(Kept).Fill(true);
        if (!IsAnyLate(jobs, lanes))
        {
            return;
        }

        _costliest.Clear();
        long begins = 0;
        for (int i = 0; i < jobs.Count; i++)
        {
            ReferenceJob job = jobs[i];
            if (begins + (lanes * job.Service) > lanes * job.Left && GivenUpFor(jobs, i, begins, lanes) is { } givenUp)
            {
                Kept[givenUp] = false;
                GivenUp++;
                begins -= givenUp == i ? 0 : jobs[givenUp].Work;
            }

            if (Kept[i])
            {
                begins += job.Work;
                if (job.MayWait)
                {
                    _costliest.Enqueue(i, (-job.Job.TextRows, -i));
                }
            }
        }
    }

    private int? GivenUpFor(List<ReferenceJob> jobs, int late, long begins, int lanes)
    {
        ReferenceJob job = jobs[late];
        return _costliest.TryPeek(out int costliest, out _)
            && (jobs[costliest].Work > job.Work || !job.MayWait)
            && begins - jobs[costliest].Work + (lanes * job.Service) <= lanes * job.Left
                ? _costliest.Dequeue()
                : job.MayWait ? late : null;
    }

    private static bool IsAnyLate(List<ReferenceJob> jobs, int lanes)
    {
        long begins = 0;
        foreach (ReferenceJob job in jobs)
        {
            if (begins + (lanes * job.Service) > lanes * job.Left)
            {
                return true;
            }

            begins += job.Work;
        }

        return false;
    }
}
