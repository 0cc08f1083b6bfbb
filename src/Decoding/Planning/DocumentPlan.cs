using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Decoding.Verbatim;

namespace PaDeNer.Decoding.Planning;

/// <summary>Everything there is to decode for a document: its windows, each with its sequences.</summary>
/// <param name="Document">The document.</param>
/// <param name="Text">Its text as the model reads it, which windows are pieces of.</param>
/// <param name="Windows">At least one; several for a long text or for many labels.</param>
public sealed record DocumentPlan(Document Document, ReadText Text, IReadOnlyList<WindowPlan> Windows)
{
    /// <summary>Has mentions that begin from now on fed ahead as far as a lane's advisor says, instead of as far as the limits allow.</summary>
    public void UseDrafts(DraftAdvisor advisor)
    {
        foreach (WindowPlan window in Windows)
        {
            window.Drafts = advisor;
        }
    }

    /// <summary>The same plan with nothing decoded yet, for a document that has to be decoded again.</summary>
    public DocumentPlan Anew() => this with { Windows = [.. Windows.Select(static window => window.Anew())] };

    /// <summary>Whether every sequence of every window has ended.</summary>
    public bool IsComplete => Windows.All(static window => window.IsComplete);

    /// <summary>The document's outcome where decoding one of its sequences threw; null otherwise.</summary>
    internal DocumentOutcome? Failure => Windows
        .SelectMany(static window => window.Counts.SelectMany(count => window.MentionsOf(count.Label).Prepend<PlannedSequence>(count)))
        .FirstOrDefault(static sequence => sequence.Failure is not null)?.Failure;

    /// <summary>Whether the model gave anything but numbers for one of its sequences, or decoding one threw.</summary>
    public bool IsFaulted => Windows.Any(static window => window.Counts.Any(count =>
        count.Finish == FinishReason.Faulted || window.MentionsOf(count.Label).Any(static mention => mention.Finish == FinishReason.Faulted)));
}
