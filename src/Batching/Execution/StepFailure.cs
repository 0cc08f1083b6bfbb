using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Batching.Execution;

/// <summary>How a step failed in a way that may be one document's doing.</summary>
/// <param name="Status">What the engine answered; null where it threw.</param>
/// <param name="Exception">What it threw; null where it answered.</param>
internal readonly record struct StepFailure(StepStatus? Status, Exception? Exception)
{
    /// <summary>In a few words, for the logs of a lane.</summary>
    public string What => Exception is null ? HasNoNumbers ? "gave no numbers" : $"ended as {Status}" : $"threw {Exception.GetType().Name}";

    private bool HasNoNumbers => Status == StepStatus.Ok;

    /// <summary>What becomes of a document whose steps fail although it is alone in the engine.</summary>
    /// <param name="attempts">How often it was tried.</param>
    public DocumentOutcome OfDocument(int attempts)
    {
        DocumentOutcome outcome = Exception is not null ? DocumentFailure.Of(DocumentFault.DecodingFailed, Exception)
            : HasNoNumbers ? DocumentFailure.WithoutNumbers
            : DocumentOutcome.Of(
                DocumentFault.DecodingFailed,
                $"The engine refused the steps of this document ({Status}), alone as well. No other document is concerned; please report it with the record.");
        return outcome.After(attempts);
    }
}
