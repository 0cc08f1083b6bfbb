using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>PER and ORG, and any name that has no blank.</summary>
internal sealed class KnownLabels : IDocumentLabels
{
    public LabelSet Default { get; } = new("PER", "ORG");

    public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem)
    {
        problem = names.Where(static name => name.Length == 0 || name.Any(char.IsWhiteSpace)).Select(LabelProblem.Unknown).FirstOrDefault();
        labels = problem is null ? new LabelSet(names.Select(static name => new Label(name))) : null;
        return labels is not null;
    }
}
