using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>How a transaction ended.</summary>
/// <param name="End">In which way.</param>
/// <param name="Reason">The error that ended it, for logs and metrics; null where none did.</param>
internal sealed record TransactionOutcome(TransactionEnd End, string? Reason)
{
    /// <summary>Records that were not taken; only of one that was aborted.</summary>
    public IReadOnlyList<RejectedRecord> Rejected { get; init; } = [];

    /// <summary>Records that were refused for a timestamp, their own or that of another; only of one that was aborted.</summary>
    public IReadOnlyList<SinkRecord> Untimely { get; init; } = [];

    /// <summary>Whether a broker refused the rejected ones, perhaps only because of others they were sent with.</summary>
    public bool RefusedByBroker { get; init; }

    /// <summary>The record whose topic we may not write to, or another one of the batch unless each was sent alone; null where there is none.</summary>
    public SinkRecord? Refused { get; init; }

    /// <summary>Why the producer is of no use any more; only of one that is lost or unclear.</summary>
    public RebuildReason Rebuild { get; init; }
}
