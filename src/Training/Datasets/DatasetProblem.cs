using System.Globalization;

namespace PaDeNer.Training.Datasets;

/// <summary>Why a file could not be read.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">What is wrong with it; no document text.</param>
public sealed record DatasetProblem(int Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}: {Reason}");
}
