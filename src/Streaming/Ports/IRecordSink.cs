using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ports;

/// <summary>Where records go. Writing records and moving offsets is one operation; how closely the two are tied is the adapter's promise.</summary>
public interface IRecordSink
{
    /// <summary>
    /// Whether the records and the watermarks of a batch become visible together or not at all. Then a batch of which anything is rejected or deferred
    /// has written nothing, and all of it is given again; otherwise what was not rejected is written.
    /// </summary>
    bool IsAtomic { get; }

    /// <summary>Gets ready to write and waits for the broker, however long it takes. Called once, beside the first batches, which need not wait for it.</summary>
    /// <exception cref="StreamSetupException">Something has to be put right by people, for example a right that is missing.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Writes the records, then moves the watermarks. One call at a time.</summary>
    /// <exception cref="StreamFailureException">The sink cannot go on; no watermark of this batch has moved.</exception>
    Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken);
}
