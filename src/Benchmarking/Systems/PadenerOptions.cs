using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>Options of <see cref="PadenerSystem"/>; each default is the daemon's.</summary>
public sealed record PadenerOptions
{
    /// <summary>The name of this daemon in tables and JSON.</summary>
    public const string DefaultName = "ours";

    /// <summary>Its name in tables; an ablation says what it lacks.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>Free or verbatim decoding.</summary>
    public DecodingMode Mode { get; init; } = DecodingMode.Verbatim;

    /// <summary>Whether probabilities are over candidates, as the model was trained.</summary>
    public bool ProbabilityOverCandidates { get; init; } = true;

    /// <summary>Tokens of the document fed ahead of choices in verbatim decoding, at most; 0 for none.</summary>
    public int DraftTokens { get; init; }

    /// <summary>Whether drafts always have that length, also where they have cost more time than they saved.</summary>
    public bool DraftAlways { get; init; }

    /// <summary>Whether mentions are begun before it is known that their count has ended; of use with a template in words.</summary>
    public bool ForcedSeparator { get; init; } = true;

    /// <summary>Whether a document's labels share its text; otherwise each label is a document of its own.</summary>
    public bool SharesText { get; init; } = true;

    /// <summary>Lanes, and threads of each.</summary>
    public EngineConfiguration Configuration { get; init; } = new(1, 1);

    /// <summary>Most threads of a step while all other lanes are idle; 1 or more.</summary>
    public int ThreadsWhenAlone { get; init; } = 1;

    /// <summary>Most rows of a step.</summary>
    public int RowsPerStep { get; init; } = new BatchingOptions().RowsPerStep;

    /// <summary>Documents of a lane in decoding at once; 0 to let the lane find the number.</summary>
    public int DocumentsInFlight { get; init; } = new BatchingOptions().DocumentsInFlight;

    /// <summary>In what order documents wait for a lane.</summary>
    public QueueOrder Order { get; init; } = QueueOrder.LateLast;

    /// <summary>Called on the lanes' threads after each step; null for none.</summary>
    public IStepObserver? Observer { get; init; }

    /// <summary>Mentions of a label at most.</summary>
    public int MaxMentionsPerLabel { get; init; } = 64;

    /// <summary>Tokens of a mention at most.</summary>
    public int MaxMentionTokens { get; init; } = 64;
}
