using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A document whose plan is complete.</summary>
/// <param name="Job">The document.</param>
/// <param name="FirstStep">Timestamp of its first step.</param>
/// <param name="FirstStepNumber">Number of its first step.</param>
public readonly record struct CompletedDocument(DocumentJob Job, long FirstStep, long FirstStepNumber)
{
    /// <summary>Timestamp of the end of the last step that had rows of its text.</summary>
    public long PrefillEnd { get; init; }

    /// <summary>Timestamp of the end of the last step that had rows of its counts; not before <see cref="PrefillEnd"/>.</summary>
    public long CountEnd { get; init; }
}
