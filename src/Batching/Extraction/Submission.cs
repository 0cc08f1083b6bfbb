using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Batching.Extraction;

/// <summary>A document inside the engine, and whoever waits for its outcome.</summary>
/// <param name="document">What was submitted.</param>
internal sealed class Submission(IncomingDocument document)
{
    private readonly TaskCompletionSource<JobOutcome?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was submitted.</summary>
    public IncomingDocument Document => document;

    /// <summary>Its outcome; null where it was given back.</summary>
    public Task<JobOutcome?> Outcome => _outcome.Task;

    /// <summary>It has ended. The outcome carries the ticket that it was submitted with.</summary>
    public void End(JobOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>It will not be decoded here.</summary>
    public void GiveBack() => _outcome.TrySetResult(null);

    /// <summary>The engine has failed under it.</summary>
    public void Fail(Exception failure) => _outcome.TrySetException(failure);
}
