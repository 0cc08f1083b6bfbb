using System.Threading.Channels;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// How what is finished gets committed before partitions go to another member: the poll thread asks from within the revocation and waits, the
/// publisher commits. Both give up when the patience ends, so that neither a slow broker nor an end of the publisher holds up the group.
/// </summary>
public sealed class CommitRequests
{
    private readonly Channel<CommitRequest> _requests = Channel.CreateUnbounded<CommitRequest>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Whether the publisher is still there to answer.</summary>
    internal bool IsOpen => !_requests.Reader.Completion.IsCompleted;

    /// <summary>Asks for a commit of all that is finished and waits for it. Poll thread only.</summary>
    /// <param name="patience">How long it waits.</param>
    /// <returns>Whether the publisher has done it in time; false as well where it has ended.</returns>
    public bool Make(TimeSpan patience) => Make(patience, static () => { });

    /// <summary>
    /// Asks for a commit of all that is finished and waits for it. Nothing more is written before the partitions have gone, whose offsets would be another member's
    /// by then. Poll thread only.
    /// </summary>
    /// <param name="patience">How long it waits.</param>
    /// <param name="then">Done whatever came of it, before the publisher goes on: the partitions go here.</param>
    /// <returns>Whether the publisher has done it in time; false as well where it has ended.</returns>
    internal bool Make(TimeSpan patience, Action then)
    {
        CommitRequest request = new();
        bool isAsked = patience > TimeSpan.Zero && _requests.Writer.TryWrite(request);
        try
        {
            bool answered = isAsked && request.Answer.Wait(patience);
            request.GiveUp();
            bool committed = answered && request.Answer.Result;
            then();
            return committed;
        }
        finally
        {
            request.End();
        }
    }

    /// <summary>Completes when a request waits; with false once there will be none any more. For the publisher.</summary>
    internal Task<bool> WaitAsync() => _requests.Reader.WaitToReadAsync().AsTask();

    /// <summary>Takes a request, if one waits. For the publisher, which answers it.</summary>
    internal CommitRequest? Take() => _requests.Reader.TryRead(out CommitRequest? request) ? request : null;

    /// <summary>The publisher commits nothing any more: who waits is told, and so is who asks from now on.</summary>
    internal void End()
    {
        _requests.Writer.TryComplete();
        while (Take() is { } request)
        {
            request.Complete(committed: false);
        }
    }
}
