namespace PaDeNer.Streaming.Records;

/// <summary>A record the broker will never take.</summary>
/// <param name="Record">The record, the same object as in the batch.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RejectedRecord(SinkRecord Record, string Reason);
