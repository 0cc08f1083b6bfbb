using LLama.Native;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Interop;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>Creates contexts with the settings that sharing prefixes needs, and checks that the library took them.</summary>
internal static class EngineBuilder
{
    private const int CellsPerBlock = 256;

    /// <summary>Creates an engine.</summary>
    public static LlamaEngine Build(
        SafeLlamaModelHandle model,
        LlamaRuntime runtime,
        ComputeDevice device,
        LlamaOptions options,
        LentCores cores,
        int vocabularySize,
        int trainedContextTokens)
    {
        int slots = Math.Min(options.Slots, (int)NativeApi.llama_max_parallel_sequences());
        int cells = (options.KvCells + CellsPerBlock - 1) / CellsPerBlock * CellsPerBlock;
        EngineCapacity capacity = new(slots, cells, options.RowsPerStep, options.OutputsPerStep, Math.Min(trainedContextTokens, cells));
        SafeLLamaContextHandle context = Create(model, Parameters(options, capacity), capacity);
        try
        {
            RequireTaken(context, capacity);
            EngineThreads threads = new(context, options.Threads, options.ThreadsWhenAlone > options.Threads, cores);
            return new LlamaEngine(context, threads, capacity, vocabularySize, DeviceName(runtime, device, options));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static SafeLLamaContextHandle Create(SafeLlamaModelHandle model, LLamaContextParams parameters, EngineCapacity capacity)
    {
        lock (NativeLock.Instance)
        {
            NativeLog.ForgetTroubles();
            SafeLLamaContextHandle context = model.CreateContext(parameters);
            if (!context.IsInvalid)
            {
                return context;
            }

            // LLamaSharp has taken a reference on the model for a context that is not there, and nothing would give it back.
            model.DangerousRelease();
            throw new EngineFaultException(
                $"llama.cpp could not create a context of {capacity.KvCells} cells and {capacity.RowsPerStep} rows:{Environment.NewLine}"
                + NativeLog.RecentTroubles());
        }
    }

    private static LLamaContextParams Parameters(LlamaOptions options, EngineCapacity capacity)
    {
        LLamaContextParams parameters = LLamaContextParams.Default();
        parameters.n_ctx = (uint)capacity.KvCells;
        parameters.n_batch = (uint)capacity.RowsPerStep;
        parameters.n_ubatch = (uint)(options.PhysicalBatch == 0 ? capacity.RowsPerStep : options.PhysicalBatch);
        parameters.n_seq_max = (uint)capacity.Slots;

        // The library reserves an output per slot whatever a step asks for, and ends the process where that is more than the most.
        parameters.n_outputs_max = (uint)Math.Max(capacity.OutputsPerStep, capacity.Slots);
        parameters.n_threads = options.Threads;
        parameters.n_threads_batch = options.Threads;
        parameters.llama_flash_attn_type = options.FlashAttention
            ? LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_ENABLED
            : LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_DISABLED;
        parameters.type_k = options.FullPrecisionKv ? GGMLType.GGML_TYPE_F32 : GGMLType.GGML_TYPE_F16;
        parameters.type_v = parameters.type_k;
        parameters.embeddings = false;
        parameters.offload_kqv = true;
        parameters.no_perf = true;
        parameters.op_offload = true;
        parameters.swa_full = true;

        // Without it a row cannot belong to several slots. With it the library looks at all pairs of 256 slots in each step, a tenth of a
        // millisecond: not for an engine that has but one.
        parameters.kv_unified = capacity.Slots > 1;
        return parameters;
    }

    private static void RequireTaken(SafeLLamaContextHandle context, EngineCapacity capacity)
    {
        if (context.ContextSize != capacity.KvCells || context.BatchSize != capacity.RowsPerStep)
        {
            throw new EngineFaultException(
                $"llama.cpp made a context of {context.ContextSize} cells and {context.BatchSize} rows; asked for were {capacity.KvCells} and {capacity.RowsPerStep}.");
        }
    }

    private static string DeviceName(LlamaRuntime runtime, ComputeDevice device, LlamaOptions options)
    {
        if (options.Backend != LlamaBackend.Cpu)
        {
            return $"{LlamaBackendNames.NameOf(options.Backend)}: {device.Description}";
        }

        string threads = options.Threads == 1 ? "1 thread" : $"{options.Threads} threads";
        return $"cpu ({(runtime.CpuVariant is { } variant ? $"{variant}, {threads}" : threads)})";
    }
}
