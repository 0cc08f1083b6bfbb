using PaDeNer.Benchmarking.Forcing;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Contenders;

/// <summary>A document on its way through a contender.</summary>
/// <param name="document">The document.</param>
/// <param name="answers">What is asked and answered.</param>
internal sealed class Submission(ForcedDocument document, DocumentAnswers answers)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ForcedDocument Document { get; } = document;

    public DocumentAnswers Answers { get; } = answers;

    /// <summary>Completes with its last token.</summary>
    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception failure) => _done.TrySetException(failure);
}
