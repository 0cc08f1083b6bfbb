using System.Runtime.InteropServices;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// Which of the waiting documents to serve in time where not all can be: as many as possible. Taken by deadline, and whenever one would
/// be late, the one that costs most among those taken so far is given up. This is Moore's algorithm with Hodgson's rule (J. M. Moore,
/// Management Science 15(1), 1968), which is optimal for one machine; lanes count as one machine of their joint speed. A document that a
/// result behind it waits for is not given up, or that one would be late as well.
/// </summary>
internal sealed class FewestLate
{
    private readonly PriorityQueue<int, double> _costliest = new();
    private readonly List<bool> _kept = [];

    /// <summary>Whether each of the documents is to be in time, as chosen last; in the order they were given.</summary>
    public ReadOnlySpan<bool> Kept => CollectionsMarshal.AsSpan(_kept);

    /// <summary>Chooses.</summary>
    /// <param name="jobs">In order of need; each of them could be in time alone, or somebody behind it could.</param>
    /// <param name="lanes">Lanes that serve them; 1 or more.</param>
    public void Choose(IReadOnlyList<WaitingJob> jobs, int lanes)
    {
        CollectionsMarshal.SetCount(_kept, jobs.Count);
        CollectionsMarshal.AsSpan(_kept).Fill(true);
        if (!IsAnyLate(jobs, lanes))
        {
            return;
        }

        _costliest.Clear();
        double begins = 0;
        for (int i = 0; i < jobs.Count; i++)
        {
            WaitingJob job = jobs[i];
            if (begins + job.Service > job.Left && GivenUpFor(jobs, i, begins, lanes) is { } givenUp)
            {
                _kept[givenUp] = false;
                begins -= givenUp == i ? 0 : jobs[givenUp].Work / lanes;
            }

            if (_kept[i])
            {
                begins += job.Work / lanes;
                if (job.MayWait)
                {
                    _costliest.Enqueue(i, -job.Work);
                }
            }
        }
    }

    /// <summary>Who is given up where one would be late: the costliest before it, if that helps, else itself; null where neither may wait.</summary>
    private int? GivenUpFor(IReadOnlyList<WaitingJob> jobs, int late, double begins, int lanes)
    {
        WaitingJob job = jobs[late];
        return _costliest.TryPeek(out int costliest, out _)
            && (jobs[costliest].Work > job.Work || !job.MayWait)
            && begins - (jobs[costliest].Work / lanes) + job.Service <= job.Left
                ? _costliest.Dequeue()
                : job.MayWait ? late : null;
    }

    private static bool IsAnyLate(IReadOnlyList<WaitingJob> jobs, int lanes)
    {
        double begins = 0;
        for (int i = 0; i < jobs.Count; i++)
        {
            if (begins + jobs[i].Service > jobs[i].Left)
            {
                return true;
            }

            begins += jobs[i].Work / lanes;
        }

        return false;
    }
}
