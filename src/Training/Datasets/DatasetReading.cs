using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PaDeNer.Training.Datasets;

/// <summary>What reading a file gave, or why it could not be read: one of the two.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class DatasetReading<T>
    where T : class
{
    internal DatasetReading(T value) => Value = value;

    internal DatasetReading(DatasetProblem problem) => Problem = problem;

    /// <summary>What was read; null where there is a problem.</summary>
    public T? Value { get; }

    /// <summary>The first problem; null where there is none.</summary>
    public DatasetProblem? Problem { get; }

    /// <summary>Whether all of it was read.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Value is not null;
}

/// <summary>Why a file could not be read.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">What is wrong with it; no document text.</param>
public sealed record DatasetProblem(int Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}: {Reason}");
}

/// <summary>Thrown by the readers of this folder at the first invalid line, and turned into a <see cref="DatasetProblem"/> by <c>DatasetReader</c> and <c>PredictionReader</c>.</summary>
internal sealed class BadDataException(int line, string reason) : Exception(reason)
{
    public int Line => line;
}
