namespace PaDeNer.Daemon.Streams;

/// <summary>The largest record that is taken in as a document; what is larger becomes a dead letter, and that has to fit where it goes.</summary>
/// <param name="Bytes">Key, value and headers.</param>
internal sealed record RecordLimit(int Bytes);
