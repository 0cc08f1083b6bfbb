namespace PaDeNer.Streaming.Partitions;

/// <summary>A commit that the poll thread waits for.</summary>
internal sealed class CommitRequest
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _givenUp;

    /// <summary>Whether it was committed; completes with the publisher's answer.</summary>
    public Task<bool> Answer => _answer.Task;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsGivenUp => _givenUp;

    /// <summary>Completes when what the commit was made for is done, so that writing may go on.</summary>
    public Task Over => _over.Task;

    /// <summary>Nobody waits any more.</summary>
    public void GiveUp() => _givenUp = true;

    /// <summary>Answers it.</summary>
    public void Complete(bool committed) => _answer.TrySetResult(committed);

    /// <summary>What it was made for is done.</summary>
    public void End() => _over.TrySetResult();
}
