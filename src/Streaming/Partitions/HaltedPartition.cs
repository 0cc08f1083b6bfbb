using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>A partition that cannot go on: a record that is neither published nor dead-lettered stands at its front, and nothing is skipped.</summary>
/// <param name="Position">The record; its offset does not move.</param>
/// <param name="Reason">Why, and what people have to do.</param>
public sealed record HaltedPartition(SourcePosition Position, string Reason);
