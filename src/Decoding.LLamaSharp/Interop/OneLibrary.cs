using LLama.Abstractions;
using LLama.Native;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>
/// Chooses the library of what was asked for and no other: LLamaSharp's own policy goes on to the processor's libraries where CUDA's
/// cannot be loaded, and to whatever the system has where nothing else can.
/// </summary>
/// <param name="backend">What shall compute.</param>
internal sealed class OneLibrary(LlamaBackend backend) : INativeLibrarySelectingPolicy
{
    /// <summary>The CUDA generation whose package exists for this version.</summary>
    private const int CudaGeneration = 12;

    /// <summary>The file that was chosen; null before anything was.</summary>
    public string? Chosen { get; private set; }

    /// <summary>What the processor can compute, as LLamaSharp finds it.</summary>
    public AvxLevel Processor { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<INativeLibrary> Apply(
        NativeLibraryConfig.Description description, SystemInfo systemInfo, NativeLogConfig.LLamaLogCallback? logCallback = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        INativeLibrary library = !string.IsNullOrEmpty(description.Path)
            ? new NativeLibraryFromPath(description.Path)
            : backend == LlamaBackend.Cuda
                ? new NativeLibraryWithCuda(CudaGeneration, description.Library, description.AvxLevel, description.SkipCheck)
                : OperatingSystem.IsMacOS()
                    ? new NativeLibraryWithMacOrFallback(description.Library)
                    : new NativeLibraryWithAvx(description.Library, description.AvxLevel, description.SkipCheck);
        string? path = library.Prepare(systemInfo, logCallback).FirstOrDefault();
        Processor = description.AvxLevel;
        Chosen = path is null ? null : Path.GetFullPath(path, AppContext.BaseDirectory);
        return [library];
    }
}
