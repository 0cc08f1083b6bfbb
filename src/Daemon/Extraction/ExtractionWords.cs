using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The words that configuration and command line use for policies.</summary>
internal static class ExtractionWords
{
    /// <summary>De-duplication policies.</summary>
    public static readonly string[] DeduplicationNames = ["max-probability", "per-occurrence", "none"];

    /// <summary>What becomes of overlapping entities.</summary>
    public static readonly string[] OverlapNames = ["flat", "allow"];

    /// <summary>What becomes of ungrounded mentions.</summary>
    public static readonly string[] UngroundedNames = ["drop", "keep"];

    /// <summary>The policy of a name that was validated.</summary>
    public static DeduplicationPolicy Deduplication(string name) => name switch
    {
        "per-occurrence" => DeduplicationPolicy.PerOccurrence,
        "none" => DeduplicationPolicy.None,
        _ => DeduplicationPolicy.MaxProbability,
    };

    /// <summary>The policy of a name that was validated.</summary>
    public static OverlapPolicy Overlap(string name) => name == "allow" ? OverlapPolicy.Allow : OverlapPolicy.Flat;

    /// <summary>The policy of a name that was validated.</summary>
    public static UngroundedPolicy Ungrounded(string name) => name == "keep" ? UngroundedPolicy.Keep : UngroundedPolicy.Drop;
}
