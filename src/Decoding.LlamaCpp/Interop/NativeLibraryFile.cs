using System.Text.RegularExpressions;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>A libllama file that was found.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Release">The llama.cpp release its name carries (<c>v0.5.0</c>); null for a plain <c>libllama.so</c>.</param>
/// <param name="Variant">The variant its name carries (<c>cuda</c>); null for none.</param>
internal sealed partial record NativeLibraryFile(string Path, string? Release, string? Variant)
{
    /// <summary>The folder the library and its plug-in backends are in.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Reads a file name; null where it is not libllama's.</summary>
    public static NativeLibraryFile? From(string path)
    {
        Match match = NamePattern().Match(System.IO.Path.GetFileName(path));
        return match.Success
            ? new NativeLibraryFile(path, ValueOf(match.Groups["release"]), ValueOf(match.Groups["variant"]))
            : null;
    }

    private static string? ValueOf(Group group) => group.Success ? group.Value : null;

    [GeneratedRegex(@"^libllama(\.(?<variant>[a-z]+))?(\.(?<release>[vb]\d[0-9.]*))?\.so$", RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
