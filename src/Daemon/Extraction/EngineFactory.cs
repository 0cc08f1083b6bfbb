using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The only place that knows what runs the model.</summary>
internal static class EngineFactory
{
    /// <summary>Loads the model that is configured.</summary>
    /// <exception cref="ConfigurationException">There is no such file.</exception>
    /// <exception cref="EngineFaultException">The libraries, the backend or the file cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The load was given up.</exception>
    public static LoadedModel Load(
        ModelOptions model, LaneOptions lanes, BatchingOptions batching, string? configurationFile, ILogger logger, CancellationToken stop)
    {
        LlamaRuntime.LogSink = (level, line) => Relay(logger, LevelOf(level), line);
        LlamaBackend backend = BackendOf(model.Backend);
        LaneLayout layout = LaneLayout.Of(lanes, backend != LlamaBackend.Cpu, Environment.ProcessorCount, ThreadAffinity.AllowedCores().Count);
        LlamaOptions options = new()
        {
            ModelPath = ModelFile(model.Path, configurationFile),
            Backend = backend,
            GpuLayers = model.GpuLayers,
            GpuIndex = model.GpuIndex,
            KvCells = lanes.KvCells,
            Slots = lanes.Slots,
            RowsPerStep = Math.Min(batching.RowsPerStep, lanes.KvCells),
            OutputsPerStep = Math.Min(batching.RowsPerStep, lanes.KvCells),
            Threads = layout.ThreadsPerLane,
            ThreadsWhenAlone = layout.ThreadsWhenAlone,
            FlashAttention = lanes.FlashAttention,
            NativeLibraries = FolderOf(model),
        };
        (LlamaModel loaded, string sha256) = LoadAndHash(options, stop);
        return new LoadedModel(
            loaded.Profile,
            loaded.Tokenizer,
            size => loaded.CreateEngine(options with { Threads = size.Threads, ThreadsWhenAlone = size.ThreadsWhenAlone, Slots = size.Slots }),
            new EngineSize(options.Threads, options.ThreadsWhenAlone, options.Slots),
            layout,
            sha256,
            FactsOf(loaded, options.ModelPath),
            loaded.Dispose);
    }

    /// <summary>What models are run by, by name and version; loads nothing.</summary>
    public static IEnumerable<(string Name, string Value)> Parts =>
        [("LLamaSharp", LlamaRuntime.LLamaSharpVersion), ("llama.cpp, ggml", $"commit {LlamaRuntime.RequiredCommit}")];

    /// <summary>What would run the model, without loading one.</summary>
    /// <exception cref="EngineFaultException">Not found, unfit, or without a device for the backend.</exception>
    public static RuntimeFacts Probe(ModelOptions model)
    {
        LlamaRuntime runtime = LlamaRuntime.Load(BackendOf(model.Backend), FolderOf(model));
        return new RuntimeFacts(
            LlamaRuntime.LLamaSharpVersion,
            runtime.Commit,
            Path.GetDirectoryName(runtime.LibraryPath)!,
            runtime.CpuVariant,
            LlamaRuntime.SystemInfo,
            [.. runtime.Devices.Select(static device => device.ToString())]);
    }

    /// <summary>Makes the calling thread one that computes: others that wake go first, and where lanes are pinned it stays on a core.</summary>
    /// <param name="layout">Whether lanes are pinned.</param>
    /// <param name="core">The core, of those the process may use, counted from 0.</param>
    public static void BeginComputing(LaneLayout layout, int core)
    {
        // Where the system takes neither, computing is slower or others wait longer, and nothing is wrong.
        _ = ThreadSlice.Lengthen();
        IReadOnlyList<int> cores = layout.Pinned ? ThreadAffinity.AllowedCores() : [];
        _ = core < cores.Count && ThreadAffinity.PinCurrentThread(cores[core]);
    }

    /// <summary>Loads and hashes side by side: both read the file, and the slower one is waited for.</summary>
    private static (LlamaModel Model, string Sha256) LoadAndHash(LlamaOptions options, CancellationToken stop)
    {
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<string> hash = FileDigest.BeginSha256(options.ModelPath, giveUp.Token);
        LlamaModel? model = null;
        try
        {
            model = LlamaModel.Load(options, stop);
            return (model, hash.GetAwaiter().GetResult());
        }
        catch
        {
            model?.Dispose();
            giveUp.Cancel();
            ((IAsyncResult)hash).AsyncWaitHandle.WaitOne();
            throw;
        }
    }

    private static string? FolderOf(ModelOptions model) => model.NativeLibraries.Length == 0 ? null : model.NativeLibraries;

    private static LlamaBackend BackendOf(string name) => name == "cuda" ? LlamaBackend.Cuda : LlamaBackend.Cpu;

    private static string ModelFile(string path, string? configurationFile)
    {
        IReadOnlyList<string> candidates = InstallationPaths.Candidates(ShippedModels.PathOf(path), configurationFile);
        return candidates.FirstOrDefault(File.Exists) ?? throw new ConfigurationException(SettingErrors.Format(
            "Model:Path", path, $"there is no such file, looked at {string.Join(", ", candidates)}", "Name a GGUF file, 'default' or 'small' with --model or Model:Path."));
    }

    private static ModelFacts FactsOf(LlamaModel model, string path) => new()
    {
        Path = path,
        FileBytes = new FileInfo(path).Length,
        Description = model.Description,
        Parameters = model.ParameterCount,
        ContextTokens = model.TrainedContextTokens,
        Metadata = model.Metadata,
        LibraryRelease = model.Runtime.Release,
        LibraryPath = model.Runtime.LibraryPath,
        Devices = [.. model.Runtime.Devices.Select(static device => device.ToString())],
    };

    private static void Relay(ILogger logger, LogLevel level, string line)
    {
        if (logger.IsEnabled(level))
        {
            logger.NativeLine(level, line.TrimEnd());
        }
    }

    /// <summary>The library warns of much that is as it should be here, such as a KV cache larger than one sequence.</summary>
    private static LogLevel LevelOf(NativeLogLevel level) => level == NativeLogLevel.Error ? LogLevel.Error : LogLevel.Debug;
}
