using System.Globalization;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp.Gguf;
using PaDeNer.Decoding.LlamaCpp.Interop;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>
/// A model's weights and vocabulary, loaded once and shared by all lanes. Engines keep the weights alive beyond this object's disposal;
/// the tokenizer ends with it.
/// </summary>
public sealed class LlamaCppModel : IDisposable
{
    private readonly LlamaCppOptions _options;
    private readonly ComputeDevice _device;
    private readonly ModelHandle _model;
    private readonly VocabularyHandle _vocabulary;
    private readonly LentCores _cores;
    private bool _disposed;

    private LlamaCppModel(LlamaCppOptions options, LlamaCppRuntime runtime, ComputeDevice device, GgufHeader header, ModelHandle model)
    {
        _options = options;
        _device = device;
        _cores = new LentCores(options.ThreadsWhenAlone, ThreadAffinity.AllowedCores());
        _model = model;
        _vocabulary = new VocabularyHandle(model);
        Runtime = runtime;
        Profile = ModelProfileReader.Read(header, options.ModelPath);
        Tokenizer = new LlamaCppTokenizer(_vocabulary);
        Metadata = header.Metadata.ToDictionary(
            static pair => pair.Key,
            static pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? string.Empty,
            StringComparer.Ordinal);
        ParameterCount = (long)NativeMethods.llama_model_n_params(model);
        SizeBytes = (long)NativeMethods.llama_model_size(model);
        TrainedContextTokens = NativeMethods.llama_model_n_ctx_train(model);
        Description = Describe(model);
    }

    /// <summary>The libraries in use.</summary>
    public LlamaCppRuntime Runtime { get; }

    /// <summary>What the file says of its training.</summary>
    public ModelProfile Profile { get; }

    /// <summary>The vocabulary; usable until this model is disposed.</summary>
    public LlamaCppTokenizer Tokenizer { get; }

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
    public static LlamaCppModel Load(LlamaCppOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireSound(options);
        GgufHeader header = ReadHeader(options.ModelPath);
        LlamaCppRuntime runtime = LlamaCppRuntime.Load(options.Backend, options.LibraryDirectory);
        ComputeDevice device = runtime.Require(options.Backend, options.GpuIndex);
        ModelHandle model = LoadWeights(options, device, stop);
        try
        {
            RequireSupported(model, options.ModelPath);
            return new LlamaCppModel(options, runtime, device, header, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Creates an engine with the options the model was loaded with.</summary>
    /// <exception cref="EngineFaultException">There is not enough memory for it.</exception>
    public LlamaCppEngine CreateEngine() => CreateEngine(_options);

    /// <summary>Creates an engine of another size.</summary>
    /// <param name="options">Its size and threads; what concerns the model is ignored.</param>
    /// <exception cref="EngineFaultException">The options are wrong, or there is not enough memory for it.</exception>
    public LlamaCppEngine CreateEngine(LlamaCppOptions options)
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
        _vocabulary.Dispose();
        _model.Dispose();
    }

    private static void RequireSound(LlamaCppOptions options)
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

    private static unsafe ModelHandle LoadWeights(LlamaCppOptions options, ComputeDevice device, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using LoadAbort abort = new(stop);
        NativeModelParams parameters = NativeMethods.llama_model_default_params();
        parameters.devices = (nint*)device.OffloadList;
        parameters.n_gpu_layers = options.Backend == LlamaCppBackend.Cpu ? 0 : options.GpuLayers;
        parameters.split_mode = 0;
        abort.Attach(ref parameters);
        lock (NativeLock.Instance)
        {
            NativeLogBridge.ForgetTroubles();
            ModelHandle model = NativeMethods.llama_model_load_from_file(options.ModelPath, parameters);
            if (model.IsInvalid)
            {
                stop.ThrowIfCancellationRequested();
            }

            return !model.IsInvalid
                ? model
                : throw new EngineFaultException(
                    $"llama.cpp could not load {options.ModelPath}:{Environment.NewLine}{NativeLogBridge.RecentTroubles()}");
        }
    }

    private static void RequireSupported(ModelHandle model, string path)
    {
        if (NativeMethods.llama_model_is_recurrent(model)
            || NativeMethods.llama_model_is_hybrid(model)
            || NativeMethods.llama_model_has_encoder(model))
        {
            throw new EngineFaultException(
                $"{path} is not a plain decoder: sharing and shortening prefixes needs attention over tokens and nothing else.");
        }
    }

    private static unsafe string Describe(ModelHandle model)
    {
        byte* buffer = stackalloc byte[256];
        _ = NativeMethods.llama_model_desc(model, buffer, 256);
        return NativeMethods.TextOf(buffer);
    }
}
