using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>
/// The library build we are written against. The two parameter structs go by value and change from release to release without any
/// error, so a library is asked for its defaults through a larger buffer first: how many bytes it wrote, and which, must agree.
/// </summary>
internal static unsafe class ExpectedAbi
{
    /// <summary>The llama.cpp release whose header the structs follow.</summary>
    public const string Release = "v0.5.0";

    /// <summary>Bytes the library writes for llama_context_params.</summary>
    public const int ContextParamsBytes = 160;

    /// <summary>Bytes the library writes for llama_model_params: without the two bytes of padding at the end.</summary>
    public const int ModelParamsBytes = 78;

    private const byte Sentinel = 0xAB;

    internal static readonly Probe[] ContextDefaults =
    [
        new("n_ctx", 0, 512), new("n_batch", 4, 2048), new("n_ubatch", 8, 512), new("n_seq_max", 12, 1), new("n_rs_seq", 16, 0),
        new("n_outputs_max", 20, 0), new("n_outputs_max_per_seq", 24, 1), new("n_threads", 28, 4), new("n_threads_batch", 32, 4),
        new("ctx_type", 36, 0), new("rope_scaling_type", 40, -1), new("pooling_type", 44, -1), new("attention_type", 48, -1),
        new("flash_attn_type", 52, -1), new("rope_freq_base", 56, 0), new("rope_freq_scale", 60, 0),
        new("yarn_ext_factor", 64, MinusOne), new("yarn_attn_factor", 68, MinusOne), new("yarn_beta_fast", 72, MinusOne),
        new("yarn_beta_slow", 76, MinusOne), new("yarn_orig_ctx", 80, 0), new("defrag_thold", 84, MinusOne), new("type_k", 104, 1),
        new("type_v", 108, 1), new("embeddings, offload_kqv, no_perf, op_offload", 128, 0x01010100), new("n_samplers", 144, 0),
    ];

    private static readonly Probe[] ModelDefaults =
    [
        new("n_gpu_layers", 16, -1), new("split_mode", 20, 1), new("load_mode", 24, -1), new("lazy_mode", 28, 1), new("main_gpu", 32, 0),
        new("vocab_only, check_tensors, use_extra_bufts, no_host", 72, 0x00010000),
    ];

    private static int MinusOne => BitConverter.SingleToInt32Bits(-1f);

    /// <summary>Compares a loaded library with what we expect.</summary>
    /// <param name="library">Handle of the library.</param>
    /// <param name="file">Where it came from.</param>
    /// <exception cref="EngineFaultException">Its layout is another; names both releases and the first difference.</exception>
    public static void Verify(nint library, NativeLibraryFile file)
    {
        string? difference = NativeLibrary.TryGetExport(library, "llama_context_default_params", out nint contextDefaults)
            && NativeLibrary.TryGetExport(library, "llama_model_default_params", out nint modelDefaults)
            ? DifferenceOf("llama_context_params", DefaultsOf(contextDefaults, ContextParamsBytes), ContextParamsBytes, ContextDefaults)
                ?? DifferenceOf("llama_model_params", DefaultsOf(modelDefaults, ModelParamsBytes), ModelParamsBytes, ModelDefaults)
            : "it lacks the functions that give the default parameters";
        if (difference is not null)
        {
            throw new EngineFaultException(
                $"{file.Path} is not the llama.cpp this program was built for: expected release {Release}, found "
                + $"{VersionOf(library) ?? file.Release ?? "an unknown one"}; {difference}. "
                + "Run './padener setup' to fetch the right libraries.");
        }
    }

    /// <summary>What the library says of its version; null where it says nothing.</summary>
    public static string? VersionOf(nint library) =>
        NativeLibrary.TryGetExport(library, "llama_version", out nint export)
            ? NativeMethods.TextOf(((delegate* unmanaged[Cdecl]<byte*>)export)())
            : null;

    /// <summary>The first difference between what a library wrote and what we expect; null where there is none.</summary>
    /// <param name="name">The struct.</param>
    /// <param name="written">Exactly the bytes the library wrote.</param>
    /// <param name="bytes">How many bytes we expect.</param>
    /// <param name="expected">The defaults we expect.</param>
    internal static string? DifferenceOf(string name, ReadOnlySpan<byte> written, int bytes, IReadOnlyList<Probe> expected)
    {
        if (written.Length != bytes)
        {
            return $"{name} has {written.Length} bytes instead of {bytes}";
        }

        foreach (Probe probe in expected)
        {
            int value = BinaryPrimitives.ReadInt32LittleEndian(written[probe.Offset..]);
            if (value != probe.Value)
            {
                return $"{name}.{probe.Field} at byte {probe.Offset} is {value} by default instead of {probe.Value}";
            }
        }

        return null;
    }

    private static byte[] DefaultsOf(nint export, int expectedBytes)
    {
        ProbeBuffer buffer;
        Span<byte> bytes = new(&buffer, sizeof(ProbeBuffer));
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            // Here a large struct is returned through a hidden first argument, so the buffer's old bytes show what was not written.
            bytes.Fill(Sentinel);
            _ = ((delegate* unmanaged[Cdecl]<ProbeBuffer*, ProbeBuffer*>)export)(&buffer);
            return bytes[..(bytes.LastIndexOfAnyExcept(Sentinel) + 1)].ToArray();
        }

        // Elsewhere the address goes by a register of its own: the values can be compared, the size cannot.
        buffer = ((delegate* unmanaged[Cdecl]<ProbeBuffer>)export)();
        return bytes[..expectedBytes].ToArray();
    }

    /// <summary>A default we know.</summary>
    /// <param name="Field">The field, or the four C bools, that start there.</param>
    /// <param name="Offset">Byte offset in the struct.</param>
    /// <param name="Value">The four bytes there, as a little-endian integer.</param>
    internal readonly record struct Probe(string Field, int Offset, int Value);

    [InlineArray(512)]
    private struct ProbeBuffer
    {
        private byte _first;
    }
}
