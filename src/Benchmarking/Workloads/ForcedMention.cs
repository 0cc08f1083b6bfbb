using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>One mention as it is decoded.</summary>
/// <param name="Text">The mention, as it stands in the text.</param>
/// <param name="Tokens">Its tokens without an end token: those of the document's own text that make it up.</param>
public sealed record ForcedMention(string Text, IReadOnlyList<TokenId> Tokens)
{
    /// <summary>Where it stands in the text, in UTF-16 code units; empty where nobody needs to know.</summary>
    public TextSpan Span { get; init; }
}
