namespace PaDeNer.Daemon.Streams;

/// <summary>A record as it was read, byte for byte.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Key">Its key; null where there is none.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
/// <param name="Headers">Its headers in order.</param>
/// <param name="Timestamp">Its timestamp; null where the broker gave none.</param>
internal sealed record SourceRecord(
    SourcePosition Position,
    byte[]? Key,
    byte[]? Value,
    IReadOnlyList<RecordHeader> Headers,
    DateTimeOffset? Timestamp)
{
    /// <summary>Roughly the memory it holds.</summary>
    public int Size => (Key?.Length ?? 0) + (Value?.Length ?? 0);
}
