using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Records;

/// <summary>The wire names of faults, as in dead letters' headers, metrics and the extract verb's messages.</summary>
public static class FaultNames
{
    /// <summary>The result of a document is larger than the broker takes; no fault of reading or decoding.</summary>
    public const string ResultTooLarge = "result_too_large";

    /// <summary>The component that finds a result too large.</summary>
    public const string Publishing = "publishing";

    /// <summary>The component that gives a document up for a fault.</summary>
    public static string ComponentOf(DocumentFault fault) => fault switch
    {
        DocumentFault.DoesNotFit or DocumentFault.PlanningFailed => "planning",
        DocumentFault.DecodingFailed or DocumentFault.OverBudget or DocumentFault.EndedProcess => "decoding",
        DocumentFault.WritingFailed => "writing",
        _ => "reading",
    };

    /// <summary>The wire name of a fault.</summary>
    public static string Of(DocumentFault fault) => fault switch
    {
        DocumentFault.MalformedUtf8 => "malformed_utf8",
        DocumentFault.MalformedJson => "malformed_json",
        DocumentFault.NoText => "no_text",
        DocumentFault.TooLarge => "too_large",
        DocumentFault.UnknownLabel => "unknown_label",
        DocumentFault.InvalidLabel => "invalid_label",
        DocumentFault.TooManyLabels => "too_many_labels",
        DocumentFault.TooDeep => "too_deep",
        DocumentFault.TooManyHeaders => "too_many_headers",
        DocumentFault.HeadersTooLarge => "headers_too_large",
        DocumentFault.OverBudget => "over_budget",
        DocumentFault.EndedProcess => "ended_process",
        DocumentFault.DoesNotFit => "does_not_fit",
        DocumentFault.DecodingFailed => "decoding_failed",
        DocumentFault.ReadingFailed => "reading_failed",
        DocumentFault.PlanningFailed => "planning_failed",
        DocumentFault.WritingFailed => "writing_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without a wire name."),
    };
}
