namespace PaDeNer.Daemon.Extraction;

/// <summary>Counts work that goes on by itself, so that its end can be waited for. Safe from any thread.</summary>
internal sealed class OutstandingWork
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for whoever begins work, taken off when no more is begun.
    private int _count = 1;

    /// <summary>A piece of work begins; not after <see cref="EndedAsync"/> was called.</summary>
    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>A piece of work has ended.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _ended.SetResult();
        }
    }

    /// <summary>No more is begun: completes once all has ended. To be called once.</summary>
    public Task EndedAsync()
    {
        End();
        return _ended.Task;
    }
}
