namespace PaDeNer.Daemon.Extraction;

/// <summary>How documents are cut, bounded and turned into entities.</summary>
internal sealed class ExtractionOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Extraction";

    /// <summary>
    /// The same mention under several labels: max-probability (one label per text), per-occurrence (one label per place) or none (keep
    /// all; with Overlap=allow). Default: max-probability.
    /// </summary>
    public string Deduplication { get; set; } = "max-probability";

    /// <summary>
    /// Entities that overlap, within a label and across labels, after de-duplication: flat (of overlapping ones the most probable is kept)
    /// or allow (nested entities). Default: flat.
    /// </summary>
    public string Overlap { get; set; } = "flat";

    /// <summary>A mention that does not occur in the text: drop or keep (published without offsets). Default: drop.</summary>
    public string Ungrounded { get; set; } = "drop";

    /// <summary>Mentions less probable than this are not published. 0 to 1; default: 0.</summary>
    public double MinProbability { get; set; }

    /// <summary>Mentions decoded for one label of one window at most. 1 to 1000; default: 64.</summary>
    public int MaxMentionsPerLabel { get; set; } = 64;

    /// <summary>Tokens of one mention at most; a longer one is cut and counted. 1 to 512; default: 64.</summary>
    public int MaxMentionTokens { get; set; } = 64;

    /// <summary>
    /// Tokens of text decoded at once; longer texts are cut at sentence ends. 16 to 100000, 0 for what suits the model: 64 with compact-v1,
    /// otherwise what it was trained for; default: 0.
    /// </summary>
    public int WindowTokens { get; set; }

    /// <summary>Tokens by which neighbouring windows overlap at most. 0 to less than half a window; default: 8.</summary>
    public int WindowOverlap { get; set; } = 8;

    /// <summary>
    /// Tokens of the document fed ahead of the model's choices in verbatim decoding, at most: whole words, and only as many as pay.
    /// 0 (none) to 64; default: 16.
    /// </summary>
    public int DraftTokens { get; set; } = 16;

    /// <summary>
    /// Templates in words: whether mentions are begun as soon as the count is a number, and the first of them asks whether it has ended;
    /// saves a step and changes no result. Default: true.
    /// </summary>
    public bool ForcedSeparator { get; set; } = true;

    /// <summary>
    /// Tokens evaluated for one document at most; one that takes more is dead-lettered (over_budget). In a stream only. 1000 to 1000000000,
    /// 0 for no limit; default: 1000000.
    /// </summary>
    public long MaxDecodedTokens { get; set; } = 1_000_000;

    /// <summary>
    /// Time in the engine for one document at most: of each step, the share that its tokens have; one that takes more is dead-lettered
    /// (over_budget). In a stream only. 00:00:00.1 to 1.00:00:00, 00:00:00 for no limit; default: 00:01:00.
    /// </summary>
    public TimeSpan MaxDecodeTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Threads that tokenise and plan. 1 to 256, 0 for one per two cores; default: 0.</summary>
    public int PlanningWorkers { get; set; }

    /// <summary>Documents that may wait between two stages. 1 to 100000; default: 256.</summary>
    public int QueueLength { get; set; } = 256;
}
