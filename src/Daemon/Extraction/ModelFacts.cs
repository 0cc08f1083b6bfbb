using System.Globalization;

namespace PaDeNer.Daemon.Extraction;

/// <summary>What is known of a loaded model and of what runs it, for people.</summary>
internal sealed record ModelFacts
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Architecture, size and quantisation.</summary>
    public required string Description { get; init; }

    /// <summary>How many weights.</summary>
    public required long Parameters { get; init; }

    /// <summary>Architecture, size and kind of weights in a few words.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Metadata.GetValueOrDefault("general.architecture", "unknown")}, {Parameters / 1e6:N1} M parameters, {Description.Split(' ')[^1]}");

    /// <summary>Longest sequence it was trained for.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>All metadata of the file.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The run-time library's release.</summary>
    public required string LibraryRelease { get; init; }

    /// <summary>The run-time library's file.</summary>
    public required string LibraryPath { get; init; }

    /// <summary>The devices the library offers.</summary>
    public required IReadOnlyList<string> Devices { get; init; }
}

/// <summary>What runs models on this machine, for people.</summary>
/// <param name="LLamaSharp">The version of LLamaSharp.</param>
/// <param name="Commit">The commit of llama.cpp that its libraries were built from.</param>
/// <param name="Folder">Where they lie.</param>
/// <param name="CpuVariant">The processor generation that they were built for; null where there is one for all, or nobody knows.</param>
/// <param name="Instructions">What they compute with, in their own words.</param>
/// <param name="Devices">The devices that they offer.</param>
internal sealed record RuntimeFacts(
    string LLamaSharp, string Commit, string Folder, string? CpuVariant, string Instructions, IReadOnlyList<string> Devices);
