using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Planning;

/// <summary>A plan, or the outcome of a document that is not decoded: a fault, or no entities where there is nothing to read.</summary>
public sealed class PlanResult
{
    private PlanResult(DocumentPlan? plan, DocumentOutcome? outcome)
    {
        Plan = plan;
        Outcome = outcome;
    }

    /// <summary>The plan; null where the document is not decoded.</summary>
    public DocumentPlan? Plan { get; }

    /// <summary>The document's outcome; null where there is a plan.</summary>
    public DocumentOutcome? Outcome { get; }

    /// <summary>Whether there is a plan.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    [MemberNotNullWhen(false, nameof(Outcome))]
    public bool HasPlan => Plan is not null;

    internal static PlanResult Of(DocumentPlan plan) => new(plan, null);

    internal static PlanResult Of(DocumentFault fault, string detail) => Of(DocumentOutcome.Of(fault, detail));

    internal static PlanResult Of(DocumentOutcome outcome) => new(null, outcome);
}
