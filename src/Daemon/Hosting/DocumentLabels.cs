using System.Diagnostics.CodeAnalysis;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Hands reading the labels of extraction; the two know nothing of each other.</summary>
/// <param name="catalog">The labels.</param>
internal sealed class DocumentLabels(LabelCatalog catalog) : IDocumentLabels
{
    /// <inheritdoc/>
    public LabelSet Default => catalog.Default;

    /// <inheritdoc/>
    public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem) =>
        catalog.TryResolve(names, out labels, out problem);
}
