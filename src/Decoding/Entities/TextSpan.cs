namespace PaDeNer.Decoding.Entities;

/// <summary>A piece of a document's text, in UTF-16 code units; <see cref="OffsetConverter"/> gives other units.</summary>
/// <param name="Start">First code unit.</param>
/// <param name="End">One past the last.</param>
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>Number of code units.</summary>
    public int Length => End - Start;
}
