namespace PaDeNer.Decoding.Entities;

/// <summary>What decoding one document took and what had to be bounded or removed on the way.</summary>
/// <param name="Windows">Windows the text was cut into; 1 for most, 0 for a blank one.</param>
/// <param name="Sequences">Count and mention sequences.</param>
/// <param name="TokensEvaluated">Rows computed.</param>
/// <param name="TokensUnshared">Rows that the same prompts take when each is run alone, its text included.</param>
/// <param name="Mentions">Mentions the model produced, before de-duplication and grounding.</param>
/// <param name="DuplicatesRemoved">Mentions removed because another label had them with a higher probability.</param>
/// <param name="OverlapsRemoved">Entities removed because a more probable one stands over a part of theirs.</param>
/// <param name="RepeatsMerged">Mentions that stood at the same place under the same label as another.</param>
/// <param name="Ungrounded">Mentions that do not occur in the text.</param>
/// <param name="CountsInvalid">Labels whose count was no number.</param>
/// <param name="CountsClamped">Labels whose count was above the limit.</param>
/// <param name="MentionsCut">Mentions ended by the length limit.</param>
/// <param name="LowestMargin">Smallest margin of any choice; positive infinity where nothing was chosen.</param>
public sealed record DecodingStatistics(
    int Windows,
    int Sequences,
    int TokensEvaluated,
    int TokensUnshared,
    int Mentions,
    int DuplicatesRemoved,
    int OverlapsRemoved,
    int RepeatsMerged,
    int Ungrounded,
    int CountsInvalid,
    int CountsClamped,
    int MentionsCut,
    float LowestMargin)
{
    /// <summary>Of a document in which there was nothing to decode.</summary>
    public static DecodingStatistics Nothing { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, float.PositiveInfinity);

    /// <summary>Rows that sharing the document's text saved.</summary>
    public int TokensSaved => TokensUnshared - TokensEvaluated;
}
