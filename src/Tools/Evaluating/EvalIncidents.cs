using PaDeNer.Decoding.Entities;

namespace PaDeNer.Tools.Evaluating;

/// <summary>What decoding met on the way, over all texts.</summary>
/// <param name="Ungrounded">Mentions that do not occur in their text.</param>
/// <param name="RepeatsMerged">Mentions that stood where another of the same label stood.</param>
/// <param name="CountsInvalid">Counts that were no number.</param>
/// <param name="CountsClamped">Counts above the limit.</param>
/// <param name="MentionsCut">Mentions ended by the length limit.</param>
/// <param name="TextsInWindows">Texts that were cut into windows; their counts are not scored.</param>
/// <param name="TextsWithFault">Texts that could not be decoded: nothing counts as found in them.</param>
internal readonly record struct EvalIncidents(
    int Ungrounded, int RepeatsMerged, int CountsInvalid, int CountsClamped, int MentionsCut, int TextsInWindows, int TextsWithFault)
{
    /// <summary>These and those of one more text.</summary>
    public EvalIncidents With(DecodingStatistics text) => new(
        Ungrounded + text.Ungrounded,
        RepeatsMerged + text.RepeatsMerged,
        CountsInvalid + text.CountsInvalid,
        CountsClamped + text.CountsClamped,
        MentionsCut + text.MentionsCut,
        TextsInWindows + (text.Windows > 1 ? 1 : 0),
        TextsWithFault);
}
