namespace PaDeNer.Decoding.Planning;

/// <summary>What bounds a document's plan, so that nothing a model says can make it endless.</summary>
/// <param name="MaxMentionsPerLabel">Mentions decoded for one label of one window; 1 or more. A higher count is clamped.</param>
/// <param name="MaxMentionTokens">Tokens of one mention; 1 or more. A longer one is cut.</param>
/// <param name="MaxCountTokens">Tokens of one count; 1 or more.</param>
/// <param name="WindowTokens">Text tokens of one window; 16 or more. Longer texts are cut into windows.</param>
/// <param name="OverlapTokens">Tokens by which windows overlap at most; what is half of <paramref name="WindowTokens"/> or more is cut down to less.</param>
/// <param name="DraftTokens">Tokens of the document fed ahead of the model's choices in verbatim decoding, whole words, at most; 0 for none.</param>
/// <param name="ForcedSeparator">
/// Whether mentions are begun as soon as the count's tokens are a number, the first of them asking whether it has ended; otherwise once
/// it has. Changes no result.
/// </param>
/// <param name="CountAdjustment">Is added to every count the model announces, within 0 and the limit; for measuring what wrong counts cost.</param>
public sealed record PlanLimits(
    int MaxMentionsPerLabel = 64,
    int MaxMentionTokens = 64,
    int MaxCountTokens = 10,
    int WindowTokens = 224,
    int OverlapTokens = 48,
    int DraftTokens = 0,
    bool ForcedSeparator = true,
    int CountAdjustment = 0);
