namespace PaDeNer.Decoding.LLamaSharp.Gguf;

/// <summary>A tensor as the header announces it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Its extents, the fastest running first.</param>
/// <param name="Type">ggml's number for its element type.</param>
/// <param name="Offset">Where its data begins, in bytes after <see cref="GgufHeader.DataStart"/>.</param>
public sealed record GgufTensor(string Name, IReadOnlyList<long> Dimensions, int Type, long Offset)
{
    /// <summary>How many elements it has.</summary>
    public long ElementCount => Dimensions.Aggregate(1L, static (product, extent) => checked(product * extent));
}
