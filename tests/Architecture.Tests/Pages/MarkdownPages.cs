namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>The pages that are written for people.</summary>
internal static class MarkdownPages
{
    /// <summary>Those with commands for whoever uses the daemon or works on it.</summary>
    public static IReadOnlyList<string> WithCommands { get; } = ["README.md", "CONTRIBUTING.md", .. Below("docs")];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. WithCommands, "CHANGELOG.md", "SECURITY.md", .. Below("models"), .. Below("training"), .. Below("config")];

    private static IEnumerable<string> Below(string folder) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
        .Select(static file => Path.GetRelativePath(Repository.Root, file))
        .Order(StringComparer.Ordinal);
}
