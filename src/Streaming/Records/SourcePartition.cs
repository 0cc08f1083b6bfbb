using System.Globalization;

namespace PaDeNer.Streaming.Records;

/// <summary>One partition of the topic that documents come from.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Number">The partition's number in it.</param>
public readonly record struct SourcePartition(string Topic, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}/{Number}");
}
