using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using LLama.Exceptions;
using LLama.Native;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>Has LLamaSharp load its native libraries, once per process, and points our own imports at the same ones.</summary>
internal static class LlamaLibrary
{
    /// <summary>
    /// The commit of llama.cpp inside LLamaSharp.Backend.Cpu and .Cuda12 0.30.0. The packages' notes name another: this is what the
    /// libraries say themselves.
    /// </summary>
    public const string Commit = "815a2a591";

    private const string FileName = "libllama";

    /// <summary>Loads the libraries of a backend.</summary>
    /// <param name="backend">What shall compute.</param>
    /// <param name="folder">Somebody's own build of the same commit; null for the packages' libraries beside the program.</param>
    /// <returns>The file of libllama, and the commit that it was built from.</returns>
    /// <exception cref="EngineFaultException">They are missing, do not load, or are of another commit; says why and what to do.</exception>
    public static (string Path, string Commit) Load(LlamaBackend backend, string? folder)
    {
        OneLibrary policy = new(backend);
        if (!NativeLibraryConfig.LLama.LibraryHasLoaded)
        {
            Configure(policy, folder);
            HelperThreads.SpinBriefly();
        }

        try
        {
            NativeApi.llama_empty_call();
        }
        catch (Exception exception) when (exception is TypeInitializationException or RuntimeError)
        {
            throw new EngineFaultException(LoadFailure.Explain(policy.Chosen, backend, folder), exception);
        }

        string path = LoadedFile();
        nint library = NativeLibrary.Load(path);

        // The symbols of libggml and libggml-base are found through libllama's handle, of which they are dependencies.
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            (name, _, _) => name is NativeMethods.Llama or NativeMethods.Ggml or NativeMethods.GgmlBase ? library : 0);
        string? commit = CommitOf(library);
        RequireCommit(commit, path);
        return (path, commit!);
    }

    /// <summary>The commit that a library says it was built from; null for one too old to say.</summary>
    internal static unsafe string? CommitOf(nint library) =>
        NativeLibrary.TryGetExport(library, nameof(NativeMethods.ggml_commit), out _) ? NativeMethods.TextOf(NativeMethods.ggml_commit()) : null;

    /// <summary>Refuses a build of another commit: the layout of what is passed by value changes between commits without any error.</summary>
    /// <exception cref="EngineFaultException">It is another; names both.</exception>
    internal static void RequireCommit(string? commit, string path)
    {
        // Git shortens a commit as far as the repository allows.
        bool same = commit is { Length: >= 7 }
            && (commit.StartsWith(Commit, StringComparison.Ordinal) || Commit.StartsWith(commit, StringComparison.Ordinal));
        if (!same)
        {
            throw new EngineFaultException(
                $"{path} was built from llama.cpp commit {commit ?? "unknown"}; LLamaSharp {LlamaRuntime.LLamaSharpVersion} needs {Commit}. "
                + $"Build that commit from a git checkout (git checkout {Commit}), or leave Model:NativeLibraries empty to use the package's libraries.");
        }
    }

    private static void Configure(OneLibrary policy, string? folder)
    {
        NativeLibraryConfig config = NativeLibraryConfig.LLama
            .WithLogCallback(NativeLog.OfLoader)
            .WithVulkan(false)
            .WithAutoFallback(false)
            .WithSearchDirectory(AppContext.BaseDirectory)
            .WithSelectingPolicy(policy);
        if (folder is not null)
        {
            config.WithLibrary(Path.Combine(Path.GetFullPath(folder), FileName + ".so"));
        }
    }

    /// <summary>LLamaSharp tells which library it chose, not where it found it.</summary>
    private static string LoadedFile()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Modules
            .Cast<ProcessModule>()
            .Select(static module => module.FileName)
            .FirstOrDefault(static file => Path.GetFileName(file).StartsWith(FileName + ".", StringComparison.Ordinal))
            ?? throw new EngineFaultException("LLamaSharp says that it has loaded llama.cpp, and no libllama is among the process's modules.");
    }
}
