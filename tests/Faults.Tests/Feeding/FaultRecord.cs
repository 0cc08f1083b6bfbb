namespace PaDeNer.Faults.Tests.Feeding;

/// <summary>A record that is fed to the hosts.</summary>
/// <param name="Number">Its place in the feed.</param>
/// <param name="Key">Its key.</param>
/// <param name="Text">Its text; null where it has to become a dead letter.</param>
/// <param name="Value">Its bytes; null for a tombstone.</param>
/// <param name="Fault">The fault it has to be dead-lettered with; null for a document.</param>
internal sealed record FaultRecord(int Number, string Key, string? Text, byte[]? Value, string? Fault);
