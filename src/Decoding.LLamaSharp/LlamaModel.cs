using System.Globalization;
using LLama.Exceptions;
using LLama.Native;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Gguf;
using PaDeNer.Decoding.LLamaSharp.Interop;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// A model's weights and vocabulary, loaded once and shared by all lanes. Engines keep the weights alive beyond this object's disposal;
/// the tokenizer ends with it.
/// </summary>
public sealed class LlamaModel : IDisposable
{
    private readonly LlamaOptions _options;
    private readonly ComputeDevice _device;
    private readonly SafeLlamaModelHandle _model;
    private readonly LentCores _cores;
    private bool _disposed;

    private LlamaModel(LlamaOptions options, LlamaRuntime runtime, ComputeDevice device, GgufHeader header, SafeLlamaModelHandle model)
    {
        _options = options;
        _device = device;
        _cores = new LentCores(options.ThreadsWhenAlone, ThreadAffinity.AllowedCores());
        _model = model;
        Runtime = runtime;
        Profile = ModelProfileReader.Read(header, options.ModelPath);
        Tokenizer = new LlamaTokenizer(model);
        Metadata = header.Metadata.ToDictionary(
            static pair => pair.Key,
            static pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? string.Empty,
            StringComparer.Ordinal);
        ParameterCount = (long)model.ParameterCount;
        SizeBytes = (long)model.SizeInBytes;
        TrainedContextTokens = model.ContextSize;
        Description = model.Description;
    }

    /// <summary>The libraries in use.</summary>
    public LlamaRuntime Runtime { get; }

    /// <summary>What the file says of its training.</summary>
    public ModelProfile Profile { get; }

    /// <summary>The vocabulary; usable until this model is disposed.</summary>
    public LlamaTokenizer Tokenizer { get; }

    /// <summary>All metadata of the file, as text; long arrays as their count.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Architecture, size and quantisation: <c>llama 17M Q4_0</c>.</summary>
    public string Description { get; }

    /// <summary>How many weights.</summary>
    public long ParameterCount { get; }

    /// <summary>Bytes of all tensors.</summary>
    public long SizeBytes { get; }

    /// <summary>The longest sequence it was trained for, in tokens.</summary>
    public int TrainedContextTokens { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="options">The file, what computes it, and the size of its engines.</param>
    /// <param name="stop">Gives the load up between two tensors.</param>
    /// <exception cref="EngineFaultException">
    /// The options are wrong, the libraries or the file are missing or unfit, or the backend asked for is not there.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static LlamaModel Load(LlamaOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireSound(options);
        GgufHeader header = ReadHeader(options.ModelPath);
        LlamaRuntime runtime = LlamaRuntime.Load(options.Backend, options.NativeLibraries);
        ComputeDevice device = runtime.Require(options.Backend, options.GpuIndex);
        SafeLlamaModelHandle model = LoadWeights(options, device, stop);
        try
        {
            RequireSupported(model, options.ModelPath);
            return new LlamaModel(options, runtime, device, header, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Creates an engine with the options the model was loaded with.</summary>
    /// <exception cref="EngineFaultException">There is not enough memory for it.</exception>
    public LlamaEngine CreateEngine() => CreateEngine(_options);

    /// <summary>Creates an engine of another size.</summary>
    /// <param name="options">Its size and threads; what concerns the model is ignored.</param>
    /// <exception cref="EngineFaultException">The options are wrong, or there is not enough memory for it.</exception>
    public LlamaEngine CreateEngine(LlamaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ObjectDisposedException.ThrowIf(_disposed, this);
        RequireSound(options);
        return EngineBuilder.Build(_model, Runtime, _device, options, _cores, Tokenizer.VocabularySize, TrainedContextTokens);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Tokenizer.End();
        _model.Dispose();
    }

    private static void RequireSound(LlamaOptions options)
    {
        IReadOnlyList<string> problems = options.Problems();
        if (problems.Count > 0)
        {
            throw new EngineFaultException($"The model options are wrong: {string.Join("; ", problems)}.");
        }
    }

    private static GgufHeader ReadHeader(string path)
    {
        try
        {
            return GgufHeader.Read(path);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new EngineFaultException($"The model file cannot be used: {exception.Message}", exception);
        }
    }

    private static unsafe SafeLlamaModelHandle LoadWeights(LlamaOptions options, ComputeDevice device, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        LoadAbort abort = new(stop);
        LLamaModelParams parameters = LLamaModelParams.Default();
        parameters.devices = (nint*)device.OffloadList;
        parameters.n_gpu_layers = options.Backend == LlamaBackend.Cpu ? 0 : options.GpuLayers;
        parameters.split_mode = GPUSplitMode.None;
        abort.Attach(ref parameters);
        lock (NativeLock.Instance)
        {
            NativeLog.ForgetTroubles();
            try
            {
                return SafeLlamaModelHandle.LoadFromFile(options.ModelPath, parameters);
            }
            catch (LoadWeightsFailedException exception)
            {
                stop.ThrowIfCancellationRequested();
                throw new EngineFaultException(
                    $"llama.cpp could not load {options.ModelPath}:{Environment.NewLine}{NativeLog.RecentTroubles()}", exception);
            }
            finally
            {
                abort.Release();
            }
        }
    }

    private static void RequireSupported(SafeLlamaModelHandle model, string path)
    {
        if (model.IsRecurrent || model.IsDiffusion || model.HasEncoder || NativeMethods.llama_model_is_hybrid(model))
        {
            throw new EngineFaultException(
                $"{path} is not a plain decoder: sharing and shortening prefixes needs attention over tokens and nothing else.");
        }
    }
}
