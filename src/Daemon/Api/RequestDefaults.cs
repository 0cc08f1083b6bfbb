using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Api;

/// <summary>What counts for a request that says nothing else: the settings by which records are read and written.</summary>
/// <param name="Limits">How much of anything a document may have.</param>
/// <param name="Policy">How mentions become entities.</param>
/// <param name="Unit">What start and end count.</param>
/// <param name="IncludeText">Whether results repeat the text.</param>
/// <param name="IncludeTiming">Whether results carry timings.</param>
/// <param name="Objective">When an outcome is due.</param>
internal sealed record RequestDefaults(
    InputLimits Limits, AssemblySettings Policy, OffsetUnit Unit, bool IncludeText, bool IncludeTiming, TimeSpan Objective)
{
    /// <summary>The policies of the extraction section.</summary>
    public static AssemblySettings PolicyOf(ExtractionOptions options) => new(
        ExtractionWords.Deduplication(options.Deduplication),
        ExtractionWords.Ungrounded(options.Ungrounded),
        options.MinProbability,
        ExtractionWords.Overlap(options.Overlap));
}
