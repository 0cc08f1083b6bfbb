using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Batching.Extraction;

/// <summary>A document inside the engine, and whoever waits for its outcome.</summary>
/// <param name="document">What was submitted.</param>
internal sealed class Submission(IncomingDocument document)
{
    private readonly TaskCompletionSource<JobOutcome?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _giveUp;

    /// <summary>What was submitted.</summary>
    public IncomingDocument Document => document;

    /// <summary>Its outcome; null where it was given back.</summary>
    public Task<JobOutcome?> Outcome => _outcome.Task;

    /// <summary>Has something done once nobody waits for it any more.</summary>
    public void WhenGivenUp(Action end) => _giveUp = document.GiveUp.UnsafeRegister(static end => ((Action)end!)(), end);

    /// <summary>It has ended. The outcome carries the ticket that it was submitted with.</summary>
    public void End(JobOutcome outcome)
    {
        _giveUp.Unregister();
        _outcome.TrySetResult(outcome);
    }

    /// <summary>It will not be decoded here: it is given back, or fails with the engine.</summary>
    /// <param name="failure">What ended the engine before its time; null where it was stopped.</param>
    public void EndUndecoded(Exception? failure)
    {
        _giveUp.Unregister();
        _ = failure is null ? _outcome.TrySetResult(null) : _outcome.TrySetException(failure);
    }
}
