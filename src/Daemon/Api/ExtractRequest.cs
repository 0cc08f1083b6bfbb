using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Api;

/// <summary>What a request asks for.</summary>
internal sealed record ExtractRequest
{
    /// <summary>Its documents, each read or with a fault; one where <see cref="IsBatch"/> is false.</summary>
    public IReadOnlyList<ReadResult> Documents { get; init; } = [];

    /// <summary>Whether a list was sent, so that a list is the answer.</summary>
    public bool IsBatch { get; init; }

    /// <summary>How mentions become entities; null for the engine's own way.</summary>
    public AssemblySettings? Policy { get; init; }

    /// <summary>What start and end count.</summary>
    public required OffsetUnit Unit { get; init; }

    /// <summary>Whether results repeat the text.</summary>
    public required bool IncludeText { get; init; }

    /// <summary>Whether results carry timings.</summary>
    public required bool IncludeTiming { get; init; }
}
