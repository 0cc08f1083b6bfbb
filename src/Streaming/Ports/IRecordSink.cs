using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ports;

/// <summary>Where records go. Writing records and moving offsets is one operation; how closely the two are tied is the adapter's promise.</summary>
public interface IRecordSink
{
    /// <summary>Writes the records, then moves the watermarks. One call at a time.</summary>
    /// <exception cref="StreamFailureException">The sink cannot go on; no watermark of this batch has moved.</exception>
    Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken);
}
