using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using LLama.Native;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Interop;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// LLamaSharp and the llama.cpp libraries of this process: loaded, of the commit we are written against, their devices known. There is one
/// per process; every model uses it.
/// </summary>
public sealed class LlamaRuntime
{
    private static readonly Lock Gate = new();
    private static LlamaRuntime? _instance;
    private static string? _failure;

    private LlamaRuntime(string libraryPath, string commit)
    {
        LibraryPath = libraryPath;
        Commit = commit;
        Devices = ComputeDevice.All();
        CpuVariant = FindCpuVariant();
    }

    /// <summary>Receives every line of the libraries' log; may be called from any thread. Null for silence.</summary>
    public static Action<NativeLogLevel, string>? LogSink
    {
        get => NativeLog.Sink;
        set => NativeLog.Sink = value;
    }

    /// <summary>The version of LLamaSharp that this was built with, <c>0.30.0</c>: its own assembly says 0.0.0.</summary>
    public static string LLamaSharpVersion { get; } = Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static fact => fact.Key == nameof(LLamaSharp)).Value!;

    /// <summary>The commit of llama.cpp, and of ggml within it, that libraries have to be of.</summary>
    public static string RequiredCommit => LlamaLibrary.Commit;

    /// <summary>The libraries' own line about instruction sets.</summary>
    public static string SystemInfo => NativeMethods.TextOf(NativeApi.llama_print_system_info()).Trim();

    /// <summary>The library in use.</summary>
    public string LibraryPath { get; }

    /// <summary>The commit of llama.cpp that the libraries were built from, shortened: <c>815a2a591</c>.</summary>
    public string Commit { get; }

    /// <summary>What runs the model, in words: <c>LLamaSharp 0.30.0, llama.cpp 815a2a591</c>.</summary>
    public string Release => $"LLamaSharp {LLamaSharpVersion}, llama.cpp {Commit}";

    /// <summary>
    /// The processor generation that the library was built for (<c>avx512</c>, <c>avx2</c>, <c>avx</c>, <c>noavx</c>); null where there is
    /// one for all, or it is somebody's own build.
    /// </summary>
    public string? CpuVariant { get; }

    /// <summary>The devices of all backends that could be loaded.</summary>
    public IReadOnlyList<ComputeDevice> Devices { get; }

    private string Folder => Path.GetDirectoryName(LibraryPath)!;

    /// <summary>Loads the libraries; the second and later calls give what the first one loaded.</summary>
    /// <param name="backend">What shall compute: which libraries to take.</param>
    /// <param name="folder">Somebody's own build; null for the packages' libraries beside the program.</param>
    /// <exception cref="EngineFaultException">
    /// Not found, not loadable, of another commit, or already loaded from another folder. A process that could not load them never can.
    /// </exception>
    public static LlamaRuntime Load(LlamaBackend backend = LlamaBackend.Cpu, string? folder = null)
    {
        lock (Gate)
        {
            if (_failure is not null)
            {
                throw new EngineFaultException(_failure);
            }

            if (_instance is null)
            {
                _instance = LoadOnce(backend, folder);
            }
            else if (folder is not null && Path.GetFullPath(folder).TrimEnd('/') != _instance.Folder)
            {
                throw new EngineFaultException(
                    $"llama.cpp is already loaded from {_instance.Folder}; a process cannot also load it from {folder}.");
            }

            return _instance;
        }
    }

    /// <summary>The device that a backend's model is to run on.</summary>
    /// <exception cref="EngineFaultException">The backend offers none; names those there are.</exception>
    internal ComputeDevice Require(LlamaBackend backend, int index)
    {
        string registry = LlamaBackendNames.RegistryNameOf(backend);
        ComputeDevice[] offered = [.. Devices.Where(device => device.Backend == registry)];
        int wanted = backend == LlamaBackend.Cpu ? 0 : index;
        if (wanted < offered.Length)
        {
            return offered[wanted];
        }

        string found = Devices.Count == 0 ? "none" : string.Join(", ", Devices);
        string advice = backend == LlamaBackend.Cuda
            ? "Check that an NVIDIA driver and the CUDA 12 run time (libcudart.so.12, libcublas.so.12) are installed and that this was built "
                + "with './padener setup --backend cuda'; or choose backend cpu."
            : "The libraries have no backend for the processor: leave Model:NativeLibraries empty to use the package's.";
        string which = offered.Length == 0 ? "offers no device" : $"has no device {wanted}";
        throw new EngineFaultException(
            $"Backend {LlamaBackendNames.NameOf(backend)} was asked for and {which}. Devices found in {Folder}: {found}. {advice}");
    }

    private static LlamaRuntime LoadOnce(LlamaBackend backend, string? folder)
    {
        try
        {
            (string path, string commit) = LlamaLibrary.Load(backend, folder);
            NativeLog.Install();
            NativeMethods.ggml_backend_load_all_from_path(Path.GetDirectoryName(path)!);
            return new LlamaRuntime(path, commit);
        }
        catch (EngineFaultException exception)
        {
            _failure = exception.Message;
            throw;
        }
    }

    /// <summary>The packages have a folder for each generation; somebody's own build may have a file for each.</summary>
    private static string? FindCpuVariant()
    {
        const string Prefix = "libggml-cpu-";
        AvxLevel? level = NativeApi.GetLoadedNativeLibrary(NativeLibraryName.LLama)?.Metadata?.AvxLevel;
        if (level is not null && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            return level == AvxLevel.None ? "noavx" : level.Value.ToString().ToLowerInvariant();
        }

        using Process process = Process.GetCurrentProcess();
        return process.Modules
            .Cast<ProcessModule>()
            .Select(static module => Path.GetFileNameWithoutExtension(module.FileName))
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static name => name[Prefix.Length..])
            .FirstOrDefault();
    }
}
