using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.FaultHost.StandIn;

/// <summary>Two labels and no others.</summary>
internal sealed class StandInLabels : IDocumentLabels
{
    public LabelSet Default => StandInModel.Labels;

    public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem)
    {
        string? unknown = names.FirstOrDefault(static name => StandInModel.Labels.Find(name) is null);
        problem = unknown is null ? null : LabelProblem.Unknown(unknown);
        labels = unknown is null ? new LabelSet([.. names.Select(static name => StandInModel.Labels.Find(name)!)]) : null;
        return unknown is null;
    }
}
