using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>A record in flight: read and not committed yet.</summary>
/// <param name="ticket">Leads here.</param>
/// <param name="record">The record as it was read.</param>
/// <param name="received">When, as a timestamp of the daemon's TimeProvider.</param>
internal sealed class LedgerEntry(JobTicket ticket, SourceRecord record, long received)
{
    /// <summary>Leads here.</summary>
    public JobTicket Ticket { get; } = ticket;

    /// <summary>The record as it was read.</summary>
    public SourceRecord Record { get; } = record;

    /// <summary>When it was read.</summary>
    public long Received { get; } = received;

    /// <summary>How its document ended; null while it has not.</summary>
    public JobOutcome? Outcome { get; private set; }

    /// <summary>Whether its result may be published.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Whether its result is written, although nothing is committed of it yet.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Whether it is committed or forgotten.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether records between it and the one before it that is in flight were committed or skipped.</summary>
    public bool FollowsFinished { get; set; }

    /// <summary>What it holds: the record, and its result once there is one.</summary>
    public long Bytes { get; private set; } = record.Size;

    /// <summary>Its offset.</summary>
    public long Offset => Record.Position.Offset;

    /// <summary>Notes the end of its document.</summary>
    /// <exception cref="InvalidOperationException">It has ended before.</exception>
    public void Finish(JobOutcome outcome)
    {
        if (Outcome is not null)
        {
            throw new InvalidOperationException($"The document of ticket {Ticket} ended twice.");
        }

        Outcome = outcome;
        Bytes += OutcomeSize.Of(outcome);
    }
}
