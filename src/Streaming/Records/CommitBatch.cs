namespace PaDeNer.Streaming.Records;

/// <summary>Records and watermarks that become visible together, as far as the sink promises it.</summary>
/// <param name="Records">In the order in which they are to be written.</param>
/// <param name="Watermarks">One for each partition that the records come from, at most.</param>
public sealed record CommitBatch(IReadOnlyList<SinkRecord> Records, IReadOnlyList<CommitWatermark> Watermarks);
