namespace PaDeNer.EndToEnd.Tests.Delivery;

/// <summary>A record that is fed to the daemon.</summary>
/// <param name="Number">Its place in the feed.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its bytes; null for a tombstone.</param>
/// <param name="Fault">The fault it must be dead-lettered with; null for a document.</param>
internal sealed record FeedRecord(int Number, string Key, byte[]? Value, string? Fault);
