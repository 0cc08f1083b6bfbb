using System.Globalization;

namespace PaDeNer.Streaming.Records;

/// <summary>Where a record stands, and under which assignment it was read.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Epoch">The assignment it was read under.</param>
public readonly record struct SourcePosition(SourcePartition Partition, long Offset, AssignmentEpoch Epoch)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}/{Offset}");
}
