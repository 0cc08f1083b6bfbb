using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Journal;

/// <summary>Where a record stands, whoever reads it and under whatever assignment: all that the journal keeps of it.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
internal readonly record struct JournalPlace(SourcePartition Partition, long Offset)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}/{Offset}");
}
