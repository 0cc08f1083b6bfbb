using System.Globalization;

namespace PaDeNer.Streaming.Records;

/// <summary>Our counter of assignments: raised whenever a partition is assigned. Work that carries an older one is void.</summary>
/// <param name="Value">Rising; unique in the process lifetime.</param>
public readonly record struct AssignmentEpoch(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
