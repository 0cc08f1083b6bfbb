using Microsoft.Extensions.Logging;

namespace PaDeNer.Streaming.Egress;

/// <summary>Collects the next batch while one is being committed, up to its full size. The publisher's alone; a commit works on its own batch only.</summary>
/// <param name="committer">Commits.</param>
/// <param name="planner">Knows when a batch is due.</param>
/// <param name="logger">Where it is told what could not be committed.</param>
/// <param name="giveUp">Ends a commit.</param>
internal sealed class CommitPipeline(BatchCommitter committer, CommitPlanner planner, ILogger logger, CancellationToken giveUp)
{
    private readonly PendingBatch _batch = new();
    private readonly PendingBatch _next = new();

    /// <summary>The commit that is under way; null where none is.</summary>
    public Task<int>? UnderWay { get; private set; }

    /// <summary>Whether results may be added.</summary>
    public bool HasRoom => UnderWay is null || !planner.IsFull;

    /// <summary>Whether a commit is to be begun.</summary>
    public bool IsDue => UnderWay is null && planner.TimeLeft() == TimeSpan.Zero;

    /// <summary>Time until a commit is due; null where there is nothing to commit, or one is under way.</summary>
    public TimeSpan? TimeLeft => UnderWay is null ? planner.TimeLeft() : null;

    /// <summary>Adds a result to the next batch.</summary>
    public void Add(PendingResult result)
    {
        _next.Add(result);
        planner.Add(result.Record.Size);
    }

    /// <summary>Begins to commit what was collected, and what could not be committed before. None is under way.</summary>
    public void Begin()
    {
        _batch.Take(_next);
        planner.Clear();
        UnderWay = committer.CommitAsync(_batch, giveUp);
    }

    /// <summary>Waits for the commit that is under way.</summary>
    /// <returns>How many watermarks have to be committed again.</returns>
    public async Task<int> EndAsync()
    {
        Task<int> commit = UnderWay ?? Task.FromResult(0);
        await ((Task)commit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        UnderWay = null;
        int deferred = await commit;
        if (deferred > 0)
        {
            logger.WatermarksDeferred(deferred);
        }

        if (deferred > 0 || _batch.KeepsBack)
        {
            planner.Again();
        }

        return deferred;
    }

    /// <summary>Commits all that was added.</summary>
    /// <returns>How many watermarks have to be committed again.</returns>
    public async Task<int> CommitAsync()
    {
        await EndAsync();
        Begin();
        return await EndAsync();
    }
}
