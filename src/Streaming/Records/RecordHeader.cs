namespace PaDeNer.Streaming.Records;

/// <summary>A record's header. Names may repeat; the order counts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its bytes; null is not the same as none.</param>
public sealed record RecordHeader(string Name, byte[]? Value);
