namespace PaDeNer.Decoding.Entities;

/// <summary>How mentions become entities.</summary>
/// <param name="Deduplication">What becomes of the same mention under several labels.</param>
/// <param name="Ungrounded">What becomes of a mention that does not occur in the text.</param>
/// <param name="MinProbability">Mentions below it are not published; 0 to 1, 0 publishes all.</param>
/// <param name="Overlap">What becomes of overlapping entities, after de-duplication.</param>
public sealed record AssemblySettings(
    DeduplicationPolicy Deduplication = DeduplicationPolicy.MaxProbability,
    UngroundedPolicy Ungrounded = UngroundedPolicy.Drop,
    double MinProbability = 0,
    OverlapPolicy Overlap = OverlapPolicy.Flat);
