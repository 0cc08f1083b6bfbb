namespace PaDeNer.Streaming.Records;

/// <summary>A record to be written.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Key">Its key; decides the partition where there is one.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">Its headers in order.</param>
public sealed record SinkRecord(SinkTopic Topic, byte[]? Key, byte[]? Value, IReadOnlyList<RecordHeader> Headers)
{
    /// <summary>
    /// The partition that a record without a key was read from: it goes to the one of that number, modulo how many there are. Null where chance decides.
    /// </summary>
    public int? FromPartition { get; init; }

    /// <summary>Its timestamp in milliseconds since 1970, carried over from its source; null for the time at which it is written.</summary>
    public long? Timestamp { get; init; }

    /// <summary>Roughly the bytes it takes on the wire, headers included.</summary>
    public int Size { get; } = RecordHeaders.Size(Headers) + (Key?.Length ?? 0) + (Value?.Length ?? 0);
}
