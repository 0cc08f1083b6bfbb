using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>Says in a sentence why libraries could not be loaded: LLamaSharp knows only that they could not.</summary>
internal static class LoadFailure
{
    private const string OpenMp = "libgomp.so.1";

    /// <summary>What is wrong and what to do.</summary>
    /// <param name="file">The file that was to be loaded; null where this platform has none.</param>
    /// <param name="backend">What was to compute.</param>
    /// <param name="folder">Somebody's own build; null for the packages' libraries.</param>
    public static string Explain(string? file, LlamaBackend backend, string? folder)
    {
        string what = backend == LlamaBackend.Cuda ? "The CUDA build of llama.cpp" : "llama.cpp";
        if (file is null)
        {
            return $"{what} could not be loaded: LLamaSharp has no library for {RuntimeInformation.RuntimeIdentifier}.";
        }

        if (!File.Exists(file))
        {
            return folder is not null
                ? $"Model:NativeLibraries is {folder}, and there is no {Path.GetFileName(file)} in it."
                : $"{what} is not here: there is no {file}. " + (backend == LlamaBackend.Cuda
                    ? "Build with './padener setup --backend cuda', which restores LLamaSharp.Backend.Cuda12; or choose backend cpu."
                    : "The folder 'runtimes' belongs beside the program: copy all of what './padener publish' or the build made.");
        }

        return Reason(file) is { } reason
            ? $"{what} could not be loaded from {file}: {reason}{Advice(reason, backend)}"
            : $"{what} could not be loaded from {file}, and the system does not say why. {NativeLog.RecentTroubles()}".TrimEnd();
    }

    /// <summary>What the system's loader says of a file, of the libraries that LLamaSharp loads before it too.</summary>
    private static string? Reason(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        foreach (string name in (string[])["libggml-base.so", "libggml-cpu.so", "libggml-cuda.so", "libggml.so", Path.GetFileName(file)])
        {
            string path = Path.Combine(folder, name);
            try
            {
                if (File.Exists(path))
                {
                    NativeLibrary.Load(path);
                }
            }
            catch (DllNotFoundException exception)
            {
                // .NET's advice comes first; the system's own words are the line that begins with a file.
                string? line = exception.Message.Split('\n').LastOrDefault(static line => line.Contains(": ", StringComparison.Ordinal) && !line.StartsWith("Unable", StringComparison.Ordinal));
                return (line ?? exception.Message).Trim();
            }
        }

        return null;
    }

    private static string Advice(string reason, LlamaBackend backend) =>
        reason.Contains(OpenMp, StringComparison.Ordinal)
            ? ". Install OpenMP's run time: 'apt-get install libgomp1' on Debian and Ubuntu."
            : backend == LlamaBackend.Cuda
                ? ". Install NVIDIA's driver and the CUDA 12 run time (libcudart.so.12, libcublas.so.12), or choose backend cpu."
                : ".";
}
