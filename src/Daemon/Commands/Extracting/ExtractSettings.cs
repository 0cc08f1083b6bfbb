using PaDeNer.Batching;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>How a file is extracted.</summary>
internal sealed record ExtractSettings
{
    /// <summary>How lines are read; a format of Auto looks at the first one.</summary>
    public required DocumentReaderSettings Reading { get; init; }

    /// <summary>Whether bad lines are counted and left out instead of ending the run.</summary>
    public required bool SkipBad { get; init; }

    /// <summary>How lanes pack their steps.</summary>
    public required BatchingOptions Batching { get; init; }

    /// <summary>Whether results carry timings.</summary>
    public required bool IncludeTiming { get; init; }

    /// <summary>Writes results.</summary>
    public required EntityWriter Writer { get; init; }

    /// <summary>Columns to draw results in, for people; null for JSON.</summary>
    public int? DrawingWidth { get; init; }
}
