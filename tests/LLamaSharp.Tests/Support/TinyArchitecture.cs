using PaDeNer.LLamaSharp.Tests.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>An architecture as its files spell it: metadata beside what all have, and the tensors of a layer.</summary>
/// <param name="Name">Value of <c>general.architecture</c>.</param>
/// <param name="Layers">How many; enough to have each kind of layer that the architecture knows.</param>
/// <param name="Metadata">Adds what only this architecture has.</param>
/// <param name="Matrices">A layer's matrices: name, columns, rows.</param>
/// <param name="Vectors">A layer's vectors: name and length.</param>
public sealed record TinyArchitecture(
    string Name,
    int Layers,
    Action<GgufWriter> Metadata,
    IReadOnlyList<(string Name, int Columns, int Rows)> Matrices,
    IReadOnlyList<(string Name, int Length)> Vectors)
{
    /// <summary>Width of a state.</summary>
    public const int Width = 64;

    /// <summary>Heads of a query.</summary>
    public const int Heads = 4;

    /// <summary>Heads of a key: two of a query share one.</summary>
    public const int KeyHeads = 2;

    /// <summary>Width of a head.</summary>
    public const int HeadWidth = Width / Heads;

    /// <summary>Width inside a layer's second half.</summary>
    public const int Inner = 128;

    private const int KeyWidth = KeyHeads * HeadWidth;

    private static readonly (string, int, int)[] SeparateAttention =
        [("attn_q", Width, Width), ("attn_k", Width, KeyWidth), ("attn_v", Width, KeyWidth), ("attn_output", Width, Width)];

    private static readonly (string, int, int)[] GatedInner = [("ffn_gate", Width, Inner), ("ffn_up", Width, Inner), ("ffn_down", Inner, Width)];

    private static readonly (string, int)[] TwoNorms = [("attn_norm", Width), ("ffn_norm", Width)];

    private static readonly (string, int)[] HeadNorms = [("attn_q_norm", HeadWidth), ("attn_k_norm", HeadWidth)];

    /// <summary>Llama, Mistral, SmolLM2 and what else says <c>llama</c>.</summary>
    public static TinyArchitecture Llama { get; } = new("llama", 2, static _ => { }, [.. SeparateAttention, .. GatedInner], TwoNorms);

    /// <summary>Qwen 3: each head's query and key are normed.</summary>
    public static TinyArchitecture Qwen3 { get; } = new("qwen3", 2, AddHeads("qwen3"), [.. SeparateAttention, .. GatedInner], [.. TwoNorms, .. HeadNorms]);

    /// <summary>Phi 3: query, key and value are one matrix, and so are gate and up.</summary>
    public static TinyArchitecture Phi3 { get; } = new(
        "phi3",
        2,
        static _ => { },
        [("attn_qkv", Width, Width + (2 * KeyWidth)), ("attn_output", Width, Width), ("ffn_up", Width, 2 * Inner), ("ffn_down", Inner, Width)],
        TwoNorms);

    /// <summary>All that tests go through.</summary>
    public static IReadOnlyList<TinyArchitecture> All { get; } = [Llama, Qwen3, Gemma3(slidingWindow: 12), Phi3];

    /// <summary>Gemma 3: five layers of six see only the last tokens, the sixth all; norms before and after each part.</summary>
    /// <param name="slidingWindow">How many tokens the five see.</param>
    public static TinyArchitecture Gemma3(int slidingWindow) => new(
        "gemma3",
        6,
        writer => AddHeads("gemma3")(writer.Add("gemma3.attention.sliding_window", (uint)slidingWindow)),
        [.. SeparateAttention, .. GatedInner],
        [.. TwoNorms, .. HeadNorms, ("post_attention_norm", Width), ("post_ffw_norm", Width)]);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Action<GgufWriter> AddHeads(string name) => writer => writer
        .Add($"{name}.attention.key_length", (uint)HeadWidth)
        .Add($"{name}.attention.value_length", (uint)HeadWidth);
}
