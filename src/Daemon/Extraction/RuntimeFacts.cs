namespace PaDeNer.Daemon.Extraction;

/// <summary>What runs models on this machine, for people.</summary>
/// <param name="LLamaSharp">The version of LLamaSharp.</param>
/// <param name="Commit">The commit of llama.cpp that its libraries were built from.</param>
/// <param name="Folder">Where they lie.</param>
/// <param name="CpuVariant">The processor generation that they were built for; null where there is one for all, or nobody knows.</param>
/// <param name="Instructions">What they compute with, in their own words.</param>
/// <param name="Devices">The devices that they offer.</param>
internal sealed record RuntimeFacts(
    string LLamaSharp, string Commit, string Folder, string? CpuVariant, string Instructions, IReadOnlyList<string> Devices);
