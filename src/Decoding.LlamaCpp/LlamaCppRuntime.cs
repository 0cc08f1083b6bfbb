using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp.Interop;

namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>
/// The llama.cpp libraries of this process: located, compared with what we are written against, their plug-in backends loaded. There
/// is one per process; every model uses it.
/// </summary>
public sealed class LlamaCppRuntime
{
    private static readonly Lock Gate = new();
    private static LlamaCppRuntime? _instance;
    private readonly NativeLibraryFile _file;

    private LlamaCppRuntime(NativeLibraryFile file, string? version)
    {
        _file = file;
        Version = version ?? file.Release ?? "unknown";
        Devices = ComputeDevice.All();
        CpuVariant = FindCpuVariant();
    }

    /// <summary>Receives every line of the libraries' log; may be called from any thread. Null for silence.</summary>
    public static Action<NativeLogLevel, string>? LogSink
    {
        get => NativeLogBridge.Sink;
        set => NativeLogBridge.Sink = value;
    }

    /// <summary>The library in use.</summary>
    public string LibraryPath => _file.Path;

    /// <summary>The release in the library's file name, or the version it gives itself.</summary>
    public string Release => _file.Release ?? Version;

    /// <summary>The version the library gives itself.</summary>
    public string Version { get; }

    /// <summary>The CPU generation whose kernels were picked (<c>zen4</c>, <c>haswell</c>); null where it is not known.</summary>
    public string? CpuVariant { get; }

    /// <summary>The devices of all backends that could be loaded.</summary>
    public IReadOnlyList<ComputeDevice> Devices { get; }

    /// <summary>The libraries' own line about instruction sets.</summary>
    public static unsafe string SystemInfo => NativeMethods.TextOf(NativeMethods.llama_print_system_info()).Trim();

    /// <summary>Loads the libraries; the second and later calls give what the first one loaded.</summary>
    /// <param name="backend">What shall compute: which libraries to prefer.</param>
    /// <param name="directory">Their folder; null for PADENER_LLAMA_DIR and the program's own folder.</param>
    /// <exception cref="EngineFaultException">Not found, of another release, or already loaded from another folder.</exception>
    public static LlamaCppRuntime Load(LlamaCppBackend backend = LlamaCppBackend.Cpu, string? directory = null)
    {
        lock (Gate)
        {
            if (_instance is null)
            {
                _instance = LoadOnce(Locate(backend, directory));
            }
            else if (directory is not null && Path.GetFullPath(directory).TrimEnd('/') != _instance._file.Directory)
            {
                throw new EngineFaultException(
                    $"llama.cpp is already loaded from {_instance._file.Directory}; a process cannot also load it from {directory}.");
            }

            return _instance;
        }
    }

    /// <summary>Where <see cref="Load"/> would load the libraries from, without doing so.</summary>
    /// <exception cref="EngineFaultException">Not found; names every place.</exception>
    public static string Find(LlamaCppBackend backend = LlamaCppBackend.Cpu, string? directory = null) =>
        Locate(backend, directory).Path;

    /// <summary>The device that a backend's model is to run on.</summary>
    /// <exception cref="EngineFaultException">The backend offers none; names those there are.</exception>
    internal ComputeDevice Require(LlamaCppBackend backend, int index)
    {
        string registry = LlamaCppBackendNames.RegistryNameOf(backend);
        ComputeDevice[] offered = [.. Devices.Where(device => device.Backend == registry)];
        int wanted = backend == LlamaCppBackend.Cpu ? 0 : index;
        if (wanted < offered.Length)
        {
            return offered[wanted];
        }

        string found = Devices.Count == 0 ? "none" : string.Join(", ", Devices);
        string advice = backend == LlamaCppBackend.Cuda
            ? "Check that an NVIDIA driver and the CUDA 13 run time (libcudart.so.13, libcublas.so.13) are installed and that the "
                + "libraries are those of './padener setup --backend cuda'; or choose backend cpu."
            : $"Its plug-in (libggml-cpu-*.so) is missing beside {LibraryPath}: run './padener setup'.";
        string which = offered.Length == 0 ? "offers no device" : $"has no device {wanted}";
        throw new EngineFaultException(
            $"Backend {LlamaCppBackendNames.NameOf(backend)} was asked for and {which}. Devices found in {_file.Directory}: {found}. {advice}");
    }

    private static NativeLibraryFile Locate(LlamaCppBackend backend, string? directory) => NativeLibraryLocator.Find(
        backend,
        directory,
        Environment.GetEnvironmentVariable(NativeLibraryLocator.EnvironmentVariable),
        AppContext.BaseDirectory);

    private static LlamaCppRuntime LoadOnce(NativeLibraryFile file)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(file.Path);
        }
        catch (DllNotFoundException exception)
        {
            throw new EngineFaultException($"{file.Path} could not be loaded: {exception.Message}", exception);
        }

        ExpectedAbi.Verify(library, file);

        // The symbols of libggml and libggml-base are found through libllama's handle, of which they are dependencies.
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            (name, _, _) => name is NativeMethods.Llama or NativeMethods.Ggml or NativeMethods.GgmlBase ? library : 0);
        NativeLogBridge.Install();
        NativeMethods.llama_backend_init();
        NativeMethods.ggml_backend_load_all_from_path(file.Directory);
        return new LlamaCppRuntime(file, ExpectedAbi.VersionOf(library));
    }

    /// <summary>The plug-in's file name says for which processors it was built; the library itself has no word for it.</summary>
    private static string? FindCpuVariant()
    {
        const string Prefix = "libggml-cpu-";
        using Process process = Process.GetCurrentProcess();
        return process.Modules
            .Cast<ProcessModule>()
            .Select(static module => Path.GetFileNameWithoutExtension(module.FileName))
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static name => name[Prefix.Length..])
            .FirstOrDefault();
    }
}
