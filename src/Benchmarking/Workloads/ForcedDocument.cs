using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>
/// A document with its reference answers. Every system decodes exactly these: the engine computes each token, and
/// the answer is fed on as if it had been chosen, so that steps and tokens are those of a perfect model whatever the weights say.
/// </summary>
/// <param name="Document">The document; asks for the labels of <paramref name="Labels"/>, in that order.</param>
/// <param name="TextTokens">Its text in the model's vocabulary, without a start token; at least one.</param>
/// <param name="Labels">One per label asked for.</param>
public sealed record ForcedDocument(Document Document, IReadOnlyList<TokenId> TextTokens, IReadOnlyList<ForcedLabel> Labels)
{
    /// <summary>Mentions of all labels.</summary>
    public int MentionCount => Labels.Sum(static label => label.Mentions.Count);

    /// <summary>The same document as another template asks for it: the text may begin with other tokens where words stand before it.</summary>
    /// <param name="template">The template, bound to the vocabulary that the document's tokens are of.</param>
    public ForcedDocument AskedBy(PromptTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Build(Document.Text, [Labels[0].Label]).Text is not { } text
            ? this
            : this with
            {
                Labels = [.. Labels.Select(label => label with
                {
                    Mentions = [.. label.Mentions.Select(mention => mention with { Tokens = MentionTokens.Find(mention.Span, text) ?? mention.Tokens })],
                })],
            };
    }
}

/// <summary>The reference mentions of one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Mentions">Its mentions in text order; a text that stands twice is there twice.</param>
public sealed record ForcedLabel(Label Label, IReadOnlyList<ForcedMention> Mentions);

/// <summary>One mention as it is decoded.</summary>
/// <param name="Text">The mention, as it stands in the text.</param>
/// <param name="Tokens">Its tokens without an end token: those of the document's own text that make it up.</param>
public sealed record ForcedMention(string Text, IReadOnlyList<TokenId> Tokens)
{
    /// <summary>Its span in the text, in UTF-16 code units; empty where it was not recorded.</summary>
    public TextSpan Span { get; init; }
}
