using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Streaming.Tests.Formats;

/// <summary>Knows the labels it is given.</summary>
internal sealed class FixedLabels(params string[] names) : IDocumentLabels
{
    public LabelSet Default { get; } = new(names);

    public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem)
    {
        problem = names.Where(name => Default.Find(name) is null).Select(LabelProblem.Unknown).FirstOrDefault();
        labels = problem is null ? new LabelSet(names.Select(name => Default.Find(name)!)) : null;
        return labels is not null;
    }
}
