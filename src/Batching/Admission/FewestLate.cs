namespace PaDeNer.Batching.Admission;

/// <summary>
/// Which of the waiting documents to serve in time where not all can be: as many as possible. Taken by deadline, and whenever one would
/// be late, the one that costs most among those taken so far is given up. This is Moore's algorithm with Hodgson's rule (J. M. Moore,
/// Management Science 15(1), 1968), which is optimal for one machine; lanes count as one machine of their joint speed. A document that a
/// result behind it waits for is not given up, or that one would be late as well.
/// </summary>
/// <remarks>Branches of which the sums say that nobody in them would be late, or that nothing helps, are taken as a whole.</remarks>
internal sealed class FewestLate
{
    private readonly CostliestFirst _costliest = new();
    private JobEstimate _estimate;
    private long _lanes;

    /// <summary>When the next one begins, times the lanes.</summary>
    private long _begins;
    private long _choice;

    /// <summary>Chooses.</summary>
    /// <param name="jobs">In order of need; each of them could be in time alone, or somebody behind it could.</param>
    /// <param name="estimate">What they cost and how long they have.</param>
    /// <param name="lanes">Lanes that serve them; 1 or more.</param>
    public void Choose(PlaceTree jobs, in JobEstimate estimate, int lanes)
    {
        (_estimate, _lanes, _begins) = (estimate, lanes, 0);
        _choice++;
        _costliest.Clear();
        Serve(jobs.Root);
    }

    /// <summary>Whether a document is to be in time, as chosen last.</summary>
    public bool IsKept(Place place) => place.GivenUpIn != _choice;

    /// <summary>The first of a branch that is to be in time; null where there is none.</summary>
    public Place? FirstKept(Place? branch) =>
        branch is null ? null : FirstKept(branch.Left) ?? (IsKept(branch) ? branch : FirstKept(branch.Right));

    private void Serve(Place? at)
    {
        if (at is null)
        {
            return;
        }

        long work = _estimate.Work(at.Count, at.AllRows);
        if (_begins + work + (_lanes * _estimate.Service(at.Longest)) <= _lanes * _estimate.Left(at.Earliest) || NothingHelps(at))
        {
            _begins += work;
            _costliest.AddBranch(at);
            return;
        }

        Serve(at.Left);
        ServeOne(at);
        Serve(at.Right);
    }

    /// <summary>Whether nobody in a branch may wait, and all of them would be late even if the costliest before them did.</summary>
    private bool NothingHelps(Place branch) =>
        branch.Costliest is null
        && (_costliest.First is not { } costliest
            || _begins - Work(costliest) + (_lanes * _estimate.Service(branch.Shortest)) > _lanes * _estimate.Left(branch.Latest));

    private void ServeOne(Place job)
    {
        if (IsLate(job, _begins))
        {
            if (_costliest.First is { } costliest
                && (Work(costliest) > Work(job) || !job.MayWait)
                && !IsLate(job, _begins - Work(costliest)))
            {
                _costliest.Remove().GivenUpIn = _choice;
                _begins -= Work(costliest);
            }
            else if (job.MayWait)
            {
                job.GivenUpIn = _choice;
                return;
            }
        }

        _begins += Work(job);
        _costliest.Add(job);
    }

    private bool IsLate(Place job, long begins) => begins + (_lanes * _estimate.Service(job.Rows)) > _lanes * _estimate.Left(job.Due);

    private long Work(Place job) => _estimate.Work(1, job.Rows);
}
