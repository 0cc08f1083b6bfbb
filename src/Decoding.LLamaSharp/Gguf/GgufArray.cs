using System.Globalization;

namespace PaDeNer.Decoding.LLamaSharp.Gguf;

/// <summary>An array among the metadata.</summary>
/// <param name="ElementType">What it holds.</param>
/// <param name="Count">How many.</param>
/// <param name="Strings">Its elements where they are strings, and at most <see cref="GgufHeader.MostStrings"/>; otherwise empty.</param>
public sealed record GgufArray(GgufValueType ElementType, long Count, IReadOnlyList<string> Strings)
{
    /// <inheritdoc/>
    public override string ToString() => Strings.Count > 0
        ? $"[{string.Join(", ", Strings)}]"
        : string.Create(CultureInfo.InvariantCulture, $"[{Count} x {ElementType}]");
}
