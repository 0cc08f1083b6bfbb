using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>
/// Finds libllama: in the folder the options name and nowhere else; without one, in the folder of <c>PADENER_LLAMA_DIR</c>, then in
/// <c>native/llama/BACKEND</c> beside the program. A folder's file that carries the release we know comes first.
/// </summary>
internal static class NativeLibraryLocator
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string EnvironmentVariable = "PADENER_LLAMA_DIR";

    /// <summary>Looks in the places above.</summary>
    /// <param name="backend">What shall compute.</param>
    /// <param name="directory">The folder the options name, or null.</param>
    /// <param name="environmentDirectory">The value of <see cref="EnvironmentVariable"/>, or null.</param>
    /// <param name="programDirectory">The program's folder.</param>
    /// <exception cref="EngineFaultException">None there; names every place and what to do.</exception>
    public static NativeLibraryFile Find(
        LlamaCppBackend backend,
        string? directory,
        string? environmentDirectory,
        string programDirectory)
    {
        List<string> lookedAt = [];
        foreach (string place in Places(backend, directory, environmentDirectory, programDirectory))
        {
            if (!Directory.Exists(place))
            {
                lookedAt.Add($"{place} (no such folder)");
            }
            else if (Best(place, backend) is { } file)
            {
                return file;
            }
            else
            {
                lookedAt.Add($"{place} (no libllama*.so in it)");
            }
        }

        string variable = string.IsNullOrEmpty(environmentDirectory) ? $" {EnvironmentVariable} is not set." : string.Empty;
        throw new EngineFaultException(
            $"llama.cpp's shared library was not found. Looked at: {string.Join("; ", lookedAt)}.{variable} "
            + $"Run './padener setup' to fetch it, or set {EnvironmentVariable} to the folder of llama.cpp {ExpectedAbi.Release}.");
    }

    private static IEnumerable<string> Places(
        LlamaCppBackend backend,
        string? directory,
        string? environmentDirectory,
        string programDirectory)
    {
        if (!string.IsNullOrEmpty(directory))
        {
            yield return Path.GetFullPath(directory);
            yield break;
        }

        if (!string.IsNullOrEmpty(environmentDirectory))
        {
            yield return Path.GetFullPath(environmentDirectory);
        }

        yield return Path.Combine(programDirectory, "native", "llama", LlamaCppBackendNames.NameOf(backend));
    }

    private static NativeLibraryFile? Best(string directory, LlamaCppBackend backend) =>
        Directory.EnumerateFiles(directory, "libllama*.so")
            .Select(NativeLibraryFile.From)
            .OfType<NativeLibraryFile>()
            .OrderByDescending(static file => file.Release == ExpectedAbi.Release)
            .ThenByDescending(file => file.Variant == (backend == LlamaCppBackend.Cpu ? null : LlamaCppBackendNames.NameOf(backend)))
            .ThenBy(static file => file.Path, StringComparer.Ordinal)
            .FirstOrDefault();
}
