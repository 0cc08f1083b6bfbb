using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp.Interop;

namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>Creates contexts with the settings that sharing prefixes needs, and checks that the library took them.</summary>
internal static class EngineBuilder
{
    private const int CellsPerBlock = 256;
    private const int Float32 = 0;
    private const int Float16 = 1;

    /// <summary>Creates an engine.</summary>
    public static LlamaCppEngine Build(
        ModelHandle model,
        LlamaCppRuntime runtime,
        ComputeDevice device,
        LlamaCppOptions options,
        LentCores cores,
        int vocabularySize,
        int trainedContextTokens)
    {
        int slots = Math.Min(options.Slots, (int)NativeMethods.llama_max_parallel_sequences());
        int cells = (options.KvCells + CellsPerBlock - 1) / CellsPerBlock * CellsPerBlock;
        EngineCapacity capacity = new(slots, cells, options.RowsPerStep, options.OutputsPerStep, Math.Min(trainedContextTokens, cells));
        NativeLogBridge.ForgetTroubles();
        ContextHandle context = ContextHandle.Create(model, Parameters(options, capacity));
        if (context.IsInvalid)
        {
            throw new EngineFaultException(
                $"llama.cpp could not create a context of {cells} cells and {options.RowsPerStep} rows:{Environment.NewLine}"
                + NativeLogBridge.RecentTroubles());
        }

        try
        {
            RequireTaken(context, capacity);
            nint cpu = runtime.Require(LlamaCppBackend.Cpu, 0).Handle;
            EngineThreads threads = new(context, cpu, options.Threads, options.ThreadsWhenAlone > options.Threads, cores);
            return new LlamaCppEngine(context, threads, capacity, vocabularySize, DeviceName(runtime, device, options));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static NativeContextParams Parameters(LlamaCppOptions options, EngineCapacity capacity)
    {
        NativeContextParams parameters = NativeMethods.llama_context_default_params();
        parameters.n_ctx = (uint)capacity.KvCells;
        parameters.n_batch = (uint)capacity.RowsPerStep;
        parameters.n_ubatch = (uint)(options.PhysicalBatch == 0 ? capacity.RowsPerStep : options.PhysicalBatch);
        parameters.n_seq_max = (uint)capacity.Slots;

        // The library reserves an output per slot whatever a step asks for, and ends the process where that is more than the most.
        parameters.n_outputs_max = (uint)Math.Max(capacity.OutputsPerStep, capacity.Slots);
        parameters.n_outputs_max_per_seq = 0;
        parameters.n_threads = options.Threads;
        parameters.n_threads_batch = options.Threads;
        parameters.flash_attn_type = options.FlashAttention ? 1 : 0;
        parameters.type_k = options.FullPrecisionKv ? Float32 : Float16;
        parameters.type_v = parameters.type_k;
        parameters.embeddings = 0;
        parameters.offload_kqv = 1;
        parameters.no_perf = 1;
        parameters.op_offload = 1;
        parameters.swa_full = 1;

        // Without it a row cannot belong to several slots. With it the library looks at all pairs of 256 slots in each step, a tenth of a
        // millisecond: not for an engine that has but one.
        parameters.kv_unified = (byte)(capacity.Slots > 1 ? 1 : 0);
        return parameters;
    }

    private static void RequireTaken(ContextHandle context, EngineCapacity capacity)
    {
        uint cells = NativeMethods.llama_n_ctx(context);
        uint rows = NativeMethods.llama_n_batch(context);
        if (cells != capacity.KvCells || rows != capacity.RowsPerStep)
        {
            throw new EngineFaultException(
                $"llama.cpp made a context of {cells} cells and {rows} rows; asked for were {capacity.KvCells} and {capacity.RowsPerStep}.");
        }
    }

    private static string DeviceName(LlamaCppRuntime runtime, ComputeDevice device, LlamaCppOptions options)
    {
        if (options.Backend != LlamaCppBackend.Cpu)
        {
            return $"{LlamaCppBackendNames.NameOf(options.Backend)}: {device.Description}";
        }

        string threads = options.Threads == 1 ? "1 thread" : $"{options.Threads} threads";
        return $"cpu ({(runtime.CpuVariant is { } variant ? $"{variant}, {threads}" : threads)})";
    }
}
