namespace PaDeNer.Streaming.Records;

/// <summary>A record to be written.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Key">Its key; decides the partition.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">Its headers in order.</param>
public sealed record SinkRecord(SinkTopic Topic, byte[]? Key, byte[]? Value, IReadOnlyList<RecordHeader> Headers)
{
    /// <summary>Roughly the bytes it takes on the wire, headers included.</summary>
    public int Size { get; } = RecordHeaders.Size(Headers) + (Key?.Length ?? 0) + (Value?.Length ?? 0);
}
