using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// What is in flight of all assigned partitions. Each document ends exactly once, and only then its offset may move; results leave in the
/// order that was chosen; work of an assignment that has ended is void. The one object that two threads write, the poll thread and the publisher: tickets,
/// totals and every <see cref="PartitionLedger"/> are touched under one lock, here and nowhere else.
/// </summary>
internal sealed class OffsetLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobTicket, (PartitionLedger Ledger, LedgerEntry Entry)> _inFlight = [];
    private long _lastTicket;
    private long _bytes;
    private int _halted;

    /// <summary>Records read and not committed yet, and their bytes.</summary>
    public LedgerLoad Load
    {
        get
        {
            lock (_lock)
            {
                return new LedgerLoad(_inFlight.Count, _bytes);
            }
        }
    }

    /// <summary>How many partitions cannot go on.</summary>
    public int Halted
    {
        get
        {
            lock (_lock)
            {
                return _halted;
            }
        }
    }

    /// <summary>Takes in a record that was read of a partition.</summary>
    /// <returns>The ticket that leads back to it; null where the partition's assignment has ended or it is halted.</returns>
    public JobTicket? Receive(AssignedPartition partition, SourceRecord record, long received)
    {
        lock (_lock)
        {
            if (partition.Ledger.IsClosed)
            {
                return null;
            }

            LedgerEntry entry = new(new JobTicket(++_lastTicket), record, received);
            partition.Ledger.Receive(entry);
            _inFlight.Add(entry.Ticket, (partition.Ledger, entry));
            _bytes += record.Size;
            return entry.Ticket;
        }
    }

    /// <summary>Notes what of a partition was finished before its assignment.</summary>
    public void Learn(AssignedPartition partition, FinishedOffsets finished)
    {
        lock (_lock)
        {
            partition.Ledger.Learn(finished);
        }
    }

    /// <summary>Passes a record that was finished before the assignment of its partition.</summary>
    public void Skip(AssignedPartition partition, long offset)
    {
        lock (_lock)
        {
            partition.Ledger.Skip(offset);
        }
    }

    /// <summary>How far a partition is once the results of some records are written.</summary>
    public PartitionProgress Progress(AssignedPartition partition, IReadOnlySet<JobTicket> batch, int room)
    {
        lock (_lock)
        {
            return partition.Ledger.Progress(batch, room);
        }
    }

    /// <summary>Whether a record is in flight; one whose assignment has ended or whose partition is halted in front of it is not any more.</summary>
    public bool IsInFlight(JobTicket ticket)
    {
        lock (_lock)
        {
            return _inFlight.ContainsKey(ticket);
        }
    }

    /// <summary>Notes that results are written; their offsets may still have to be committed. Void ones change nothing.</summary>
    public void Written(IEnumerable<JobTicket> tickets)
    {
        lock (_lock)
        {
            foreach (JobTicket ticket in tickets)
            {
                if (_inFlight.TryGetValue(ticket, out (PartitionLedger Ledger, LedgerEntry Entry) found))
                {
                    found.Entry.IsWritten = true;
                }
            }
        }
    }

    /// <summary>Where the record of a ticket stands; null where its partition has been taken away, or its offset is committed.</summary>
    public SourcePosition? PositionOf(JobTicket ticket)
    {
        lock (_lock)
        {
            return _inFlight.TryGetValue(ticket, out (PartitionLedger Ledger, LedgerEntry Entry) found) ? found.Entry.Record.Position : null;
        }
    }

    /// <summary>Notes the end of a document.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="released">The records that may be published now, in order; empty while it waits for an earlier one.</param>
    /// <returns>False where the work is void: its partition has been taken away since.</returns>
    public bool TryFinish(JobOutcome outcome, out IReadOnlyList<FinishedRecord> released)
    {
        lock (_lock)
        {
            released = [];
            if (!_inFlight.TryGetValue(outcome.Ticket, out (PartitionLedger Ledger, LedgerEntry Entry) found))
            {
                return false;
            }

            _bytes += found.Ledger.Finish(found.Entry, outcome);
            released = [.. found.Ledger.Release(found.Entry).Select(static done => new FinishedRecord(done.Record, done.Outcome!))];
            return true;
        }
    }

    /// <summary>Notes how far a partition is committed; records below that are forgotten.</summary>
    /// <returns>Whether that is farther than before.</returns>
    public bool Commit(AssignedPartition partition, long nextOffset)
    {
        lock (_lock)
        {
            bool isMoved = partition.Ledger.IsMovedBy(nextOffset);
            Forget(partition.Ledger.Commit(nextOffset));
            return isMoved;
        }
    }

    /// <summary>Halts a partition, unless it is halted in front of an earlier record or has ended.</summary>
    public void Halt(AssignedPartition partition, HaltedPartition halt)
    {
        lock (_lock)
        {
            PartitionLedger ledger = partition.Ledger;
            if (!ledger.HasEnded && !(ledger.Halted?.Position.Offset <= halt.Position.Offset))
            {
                _halted += ledger.Halted is null ? 1 : 0;
                Forget(ledger.Halt(halt));
            }
        }
    }

    /// <summary>Ends a partition's ledger: all its work is void from now on.</summary>
    /// <returns>How many records were in flight.</returns>
    public int End(AssignedPartition partition)
    {
        lock (_lock)
        {
            _halted -= partition.Ledger.Halted is null ? 0 : 1;
            IReadOnlyList<LedgerEntry> dropped = partition.Ledger.End();
            Forget(dropped);
            return dropped.Count;
        }
    }

    /// <summary>What is in flight of a partition, and whether it goes on.</summary>
    public PartitionLoad Look(AssignedPartition partition)
    {
        lock (_lock)
        {
            return new PartitionLoad(new LedgerLoad(partition.Ledger.InFlight, partition.Ledger.Bytes), partition.Ledger.Halted);
        }
    }

    /// <summary>The first offset of a partition that is read and not committed; null where all that was read is committed.</summary>
    public long? FirstUncommitted(AssignedPartition partition)
    {
        lock (_lock)
        {
            return partition.Ledger.Oldest?.Offset ?? partition.Ledger.Halted?.Position.Offset;
        }
    }

    /// <summary>The record timestamp of that offset; null where there is none.</summary>
    public long? TimestampOfFirstUncommitted(AssignedPartition partition)
    {
        lock (_lock)
        {
            return partition.Ledger.Oldest?.Record.Timestamp ?? partition.Ledger.HaltedTimestamp;
        }
    }

    /// <summary>No record of a partition below it is uncommitted; null where nothing was read under its assignment. Poll thread only.</summary>
    public long? UncommittedFrom(AssignedPartition partition)
    {
        lock (_lock)
        {
            return partition.Ledger.CommittedTo ?? partition.StartedAt;
        }
    }

    /// <summary>Of some partitions the oldest record that waits for its outcome, and the oldest that waits for its commit.</summary>
    public LedgerHeads Heads(IEnumerable<AssignedPartition> partitions)
    {
        lock (_lock)
        {
            (long? undecoded, long? uncommitted) = (null, null);
            foreach (AssignedPartition partition in partitions)
            {
                undecoded = Earlier(undecoded, partition.Ledger.OldestUndecoded?.Received);
                uncommitted = Earlier(uncommitted, partition.Ledger.OldestReleased?.Received);
            }

            return new LedgerHeads(undecoded, uncommitted);
        }
    }

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;

    private void Forget(IReadOnlyList<LedgerEntry> entries)
    {
        foreach (LedgerEntry entry in entries)
        {
            _inFlight.Remove(entry.Ticket);
            _bytes -= entry.Bytes;
        }
    }
}

/// <summary>What holds the partitions up. Timestamps are those of the daemon's TimeProvider.</summary>
/// <param name="Undecoded">When the oldest record without an outcome was read; null where every record has one.</param>
/// <param name="Uncommitted">When the oldest record whose result could be published was read; null where none waits.</param>
internal readonly record struct LedgerHeads(long? Undecoded, long? Uncommitted);

/// <summary>How a partition stands.</summary>
/// <param name="Load">Its records and bytes in flight.</param>
/// <param name="Halted">In front of which record it is halted; null where it goes on.</param>
internal readonly record struct PartitionLoad(LedgerLoad Load, HaltedPartition? Halted);
