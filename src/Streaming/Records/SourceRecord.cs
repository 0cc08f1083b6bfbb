namespace PaDeNer.Streaming.Records;

/// <summary>A record as it was read, byte for byte.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Key">Its key; null where there is none.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
/// <param name="Headers">Its headers in order.</param>
/// <param name="Timestamp">Its timestamp, in milliseconds since 1970 if its producer kept to that: any number, so it is carried and never interpreted. Null where the broker gave none.</param>
public sealed record SourceRecord(
    SourcePosition Position,
    byte[]? Key,
    byte[]? Value,
    IReadOnlyList<RecordHeader> Headers,
    long? Timestamp)
{
    /// <summary>The broker's count of leaders of its partition when it was written; null where it is not known.</summary>
    public int? LeaderEpoch { get; init; }

    /// <summary>The bytes of its key, value and headers: roughly the memory it holds and what its dead letter takes on the wire.</summary>
    public int Size { get; } = RecordHeaders.Size(Headers) + (Key?.Length ?? 0) + (Value?.Length ?? 0);
}
