namespace PaDeNer.Decoding.Prompting;

/// <summary>What a model file says of its own training; nulls where it says nothing and the configuration must.</summary>
/// <param name="Name">The model's name, for results and logs.</param>
/// <param name="Template">Template name: <c>compact-v1</c>, <c>compact-v2</c>, <c>padellm-en</c>, <c>padellm-zh</c>.</param>
/// <param name="Decoding">The decoding mode it was trained for.</param>
/// <param name="ProbabilityOverCandidates">Whether its probabilities are over candidates.</param>
/// <param name="Labels">
/// The labels it was trained for, in the order of their tags; of open labels, those that are asked for where nobody names any. Empty where it
/// says nothing.
/// </param>
/// <param name="LabelDescriptions">A description per label; empty or as long as <paramref name="Labels"/>.</param>
/// <param name="WindowTokens">Most document tokens of a window it was trained for.</param>
/// <param name="MaxCount">Highest count it can announce.</param>
public sealed record ModelProfile(
    string Name,
    string? Template,
    DecodingMode? Decoding,
    bool? ProbabilityOverCandidates,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> LabelDescriptions,
    int? WindowTokens,
    int? MaxCount)
{
    /// <summary>Window of a compact-v1 model that reads long texts best: measured (docs/evaluation.md), not the longest one of its training.</summary>
    private const int CompactWindowTokens = 64;

    /// <summary>
    /// Document tokens of a window that suit it: for a model of <c>compact-v1</c> fewer than the most it was trained for, as most texts of its
    /// training are short; null where its file says nothing.
    /// </summary>
    public int? SuitedWindowTokens => string.Equals(Template, CompactTemplate.TemplateName, StringComparison.Ordinal)
        ? Math.Min(CompactWindowTokens, WindowTokens ?? CompactWindowTokens)
        : WindowTokens;

    /// <summary>Whether it can be asked for any label, by its words.</summary>
    public bool LabelsAreOpen { get; init; }

    /// <summary>The words that each of <see cref="Labels"/> is asked by; empty, or as long as these.</summary>
    public IReadOnlyList<string> LabelWords { get; init; } = [];

    /// <summary>Most tokens of a label's words; null where it says nothing.</summary>
    public int? MaxLabelTokens { get; init; }
}
