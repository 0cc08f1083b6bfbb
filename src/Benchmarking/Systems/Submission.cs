using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>A document on its way through a system.</summary>
/// <param name="document">The document.</param>
/// <param name="answers">Prompts and forced answers; without labels in a submission that only tells the worker to drop its caches.</param>
internal sealed class Submission(ForcedDocument? document, DocumentAnswers answers)
{
    private static readonly DocumentAnswers Nothing = new([]);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ForcedDocument Document => document ?? throw new InvalidOperationException("There is no document to decode.");

    /// <summary>Whether the worker is to drop what it caches of earlier documents.</summary>
    public bool IsForget => document is null;

    public DocumentAnswers Answers { get; } = answers;

    /// <summary>Completes with its last token.</summary>
    public Task Done => _done.Task;

    /// <summary>Creates a submission that tells the worker to drop its caches.</summary>
    public static Submission Forget() => new(null, Nothing);

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception failure) => _done.TrySetException(failure);
}
