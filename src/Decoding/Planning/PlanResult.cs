using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Planning;

/// <summary>A plan, or why there is none.</summary>
public sealed class PlanResult
{
    private PlanResult(DocumentPlan? plan, DocumentOutcome? fault)
    {
        Plan = plan;
        Fault = fault;
    }

    /// <summary>The plan; null for a fault.</summary>
    public DocumentPlan? Plan { get; }

    /// <summary>The document's outcome, a fault; null for a plan.</summary>
    public DocumentOutcome? Fault { get; }

    /// <summary>Whether there is a plan.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool Succeeded => Plan is not null;

    internal static PlanResult Of(DocumentPlan plan) => new(plan, null);

    internal static PlanResult Of(DocumentFault fault, string detail) => Of(DocumentOutcome.Of(fault, detail));

    internal static PlanResult Of(DocumentOutcome fault) => new(null, fault);
}
