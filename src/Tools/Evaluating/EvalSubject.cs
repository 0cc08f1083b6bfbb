using PaDeNer.Training.Predictions;

namespace PaDeNer.Tools.Evaluating;

/// <summary>What was evaluated and how, for the head of a report.</summary>
internal sealed record EvalSubject
{
    /// <summary>The model's name; null for predictions made elsewhere.</summary>
    public string? Model { get; init; }

    /// <summary>The model's file; null for predictions made elsewhere.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Template, decoding mode and device; null for predictions made elsewhere.</summary>
    public string? Decoding { get; init; }

    /// <summary>The file that was read.</summary>
    public required string Input { get; init; }

    /// <summary>A reservation about the file that readers of the figures need, one line; null for none.</summary>
    public string? InputNote { get; init; }

    /// <summary>The most texts that were looked at; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The de-duplication policy's name.</summary>
    public required string Deduplication { get; init; }

    /// <summary>The overlap policy's name.</summary>
    public required string Overlap { get; init; }

    /// <summary>Tokens of a window; null for predictions made elsewhere.</summary>
    public int? WindowTokens { get; init; }

    /// <summary>Tokens by which windows overlap at most; null for predictions made elsewhere.</summary>
    public int? WindowOverlap { get; init; }

    /// <summary>How mentions were placed; null where the model placed them.</summary>
    public PlacedMentions? Placed { get; init; }

    /// <summary>Entities below it are not scored.</summary>
    public required double MinProbability { get; init; }

    /// <summary>What was added to each count.</summary>
    public int CountAdjustment { get; init; }

    /// <summary>What decoding met; null for predictions made elsewhere.</summary>
    public EvalIncidents? Incidents { get; init; }
}
