using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Formats;

/// <summary>The labels documents may ask for. Safe from any thread.</summary>
public interface IDocumentLabels
{
    /// <summary>The labels of documents that ask for none.</summary>
    LabelSet Default { get; }

    /// <summary>Finds the labels asked for.</summary>
    /// <param name="names">Wire names: at least one, none twice.</param>
    /// <param name="labels">The labels in the order asked for.</param>
    /// <param name="problem">Why they cannot be asked for.</param>
    bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem);
}
