namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>The model file, what computes it, and the size of each lane.</summary>
public sealed record LlamaOptions
{
    /// <summary>Slots a context can have at most, in the commit we are written against.</summary>
    public const int MostSlots = 256;

    /// <summary>The GGUF file.</summary>
    public string ModelPath { get; init; } = string.Empty;

    /// <summary>What computes; asked for and not there is an error, never a silent fall-back. Default: cpu.</summary>
    public LlamaBackend Backend { get; init; } = LlamaBackend.Cpu;

    /// <summary>Layers computed on the GPU; -1 for all. Only with <see cref="LlamaBackend.Cuda"/>. Default: -1.</summary>
    public int GpuLayers { get; init; } = -1;

    /// <summary>Which of the backend's GPUs, from 0. Default: 0.</summary>
    public int GpuIndex { get; init; }

    /// <summary>
    /// Tokens a lane holds at once, all documents together; rounded up to a multiple of 256. Attention looks at every cell in use, so
    /// more room is better bought with more lanes. 256 or more; default: 4096.
    /// </summary>
    public int KvCells { get; init; } = 4096;

    /// <summary>Most rows of a step. 1 to <see cref="KvCells"/>; default: 512.</summary>
    public int RowsPerStep { get; init; } = 512;

    /// <summary>Most output rows of a step. 1 to <see cref="RowsPerStep"/>; default: 256.</summary>
    public int OutputsPerStep { get; init; } = 256;

    /// <summary>
    /// Rows the kernels take at once; 0 for all of a step's. On a CPU with one thread, less than 64 makes a Q4_0 model's results
    /// independent of what else is in the step, to the bit, while its cells lie in order (docs/design/native-seam.md). 0 to <see cref="RowsPerStep"/>; default: 0.
    /// </summary>
    public int PhysicalBatch { get; init; }

    /// <summary>Sequences a lane runs at once. 1 to 256; default: 128.</summary>
    public int Slots { get; init; } = 128;

    /// <summary>
    /// Threads that compute a step, the caller's included; 1 computes on the caller's alone. Several lanes of one thread are faster
    /// than one lane of several. 1 to 512; default: 1.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Most threads for a step that begins while the model's other engines are idle: it computes on their cores too. Where other programs
    /// use these cores, threads of one step wait for each other. No more than <see cref="Threads"/> for never. 1 to 512; default: 1.
    /// </summary>
    public int ThreadsWhenAlone { get; init; } = 1;

    /// <summary>Fused attention kernels: faster, and equal in results up to rounding. Default: true.</summary>
    public bool FlashAttention { get; init; } = true;

    /// <summary>
    /// Keys and values as 32-bit instead of 16-bit numbers: with F32 weights and without flash attention, two ways of batching the same
    /// rows then differ some hundred times less. Twice the memory and slower: for proofs, not for production. Default: false.
    /// </summary>
    public bool FullPrecisionKv { get; init; }

    /// <summary>
    /// A folder with somebody's own build of llama.cpp, of the commit that LLamaSharp's packages carry: libllama.so and the libggml*.so it
    /// needs. Null for the packages' libraries, which lie in <c>runtimes</c> beside the program. Default: null.
    /// </summary>
    public string? NativeLibraries { get; init; }

    /// <summary>What is wrong with these options; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(ModelPath))
        {
            problems.Add($"{nameof(ModelPath)} is empty");
        }

        RequireWithin(problems, nameof(Slots), Slots, 1, MostSlots);
        RequireWithin(problems, nameof(KvCells), KvCells, 256, int.MaxValue - 255);
        RequireWithin(problems, nameof(RowsPerStep), RowsPerStep, 1, KvCells);
        RequireWithin(problems, nameof(OutputsPerStep), OutputsPerStep, 1, RowsPerStep);
        RequireWithin(problems, nameof(PhysicalBatch), PhysicalBatch, 0, RowsPerStep);
        RequireWithin(problems, nameof(Threads), Threads, 1, 512);
        RequireWithin(problems, nameof(ThreadsWhenAlone), ThreadsWhenAlone, 1, 512);
        RequireWithin(problems, nameof(GpuLayers), GpuLayers, -1, int.MaxValue);
        RequireWithin(problems, nameof(GpuIndex), GpuIndex, 0, 63);
        return problems;
    }

    private static void RequireWithin(List<string> problems, string name, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
        {
            problems.Add($"{name} is {value}, and has to be {lowest} to {highest}");
        }
    }
}
