namespace PaDeNer.Streaming.Records;

/// <summary>The largest record that is taken in as a document; what is larger becomes a dead letter, and that has to fit where it goes.</summary>
/// <param name="Bytes">Key, value and headers.</param>
public sealed record RecordLimit(int Bytes);
