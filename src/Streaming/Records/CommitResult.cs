namespace PaDeNer.Streaming.Records;

/// <summary>What came of a commit batch. A watermark in neither list belongs to an assignment that has ended; it is forgotten.</summary>
/// <param name="Committed">Watermarks that moved.</param>
/// <param name="Deferred">Watermarks that could not move now and are to be given again. Their records are written, but by an atomic sink, which has written
/// nothing then: there the whole batch is given again.</param>
/// <param name="Rejected">Records that cannot be written as they are. When there are any, no watermark has moved. All other records are written, and the caller
/// commits the watermarks with replacements of the rejected ones; an atomic sink has written nothing, and gets the whole batch with the replacements.</param>
public sealed record CommitResult(
    IReadOnlyList<CommitWatermark> Committed,
    IReadOnlyList<CommitWatermark> Deferred,
    IReadOnlyList<RejectedRecord> Rejected);
