namespace PaDeNer.Streaming.Records;

/// <summary>What came of a commit batch. A watermark in neither list belongs to an assignment that has ended; it is forgotten.</summary>
/// <param name="Committed">Watermarks that moved.</param>
/// <param name="Deferred">Watermarks that could not move now and are to be given again; their records are written.</param>
/// <param name="Rejected">Records that cannot be written as they are. When there are any, no watermark has moved and all other records are written:
/// the caller replaces the rejected ones and commits the watermarks with the replacements.</param>
public sealed record CommitResult(
    IReadOnlyList<CommitWatermark> Committed,
    IReadOnlyList<CommitWatermark> Deferred,
    IReadOnlyList<RejectedRecord> Rejected);
