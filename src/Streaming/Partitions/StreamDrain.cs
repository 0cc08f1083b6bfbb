namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// How the two ends of the stream stop together: the poll thread keeps the membership alive until the publisher has made its last commit, then closes
/// the source, which the publisher waits for.
/// </summary>
public sealed class StreamDrain : IDisposable
{
    private readonly CancellationTokenSource _lastCommit = new();
    private readonly TaskCompletionSource _sourceClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _publishingFailed = new();
    private volatile bool _begun;

    /// <summary>Cancelled once the publisher has made its last commit.</summary>
    public CancellationToken LastCommitMade => _lastCommit.Token;

    /// <summary>Cancelled once publishing has failed: nothing that is decoded from now on is of use to anybody.</summary>
    public CancellationToken PublishingFailed => _publishingFailed.Token;

    /// <summary>Completes once the source is closed; complete from the start where it was never opened.</summary>
    public Task SourceClosed => _begun ? _sourceClosed.Task : Task.CompletedTask;

    /// <summary>The source is about to be opened.</summary>
    public void BeginSource() => _begun = true;

    /// <summary>The publisher commits nothing any more.</summary>
    public void EndCommits() => _lastCommit.Cancel();

    /// <summary>Publishing has failed.</summary>
    public void FailPublishing() => _publishingFailed.Cancel();

    /// <summary>The source is closed.</summary>
    public void EndSource() => _sourceClosed.TrySetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _lastCommit.Dispose();
        _publishingFailed.Dispose();
    }
}
