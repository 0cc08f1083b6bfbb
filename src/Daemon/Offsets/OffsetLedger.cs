using System.Diagnostics.CodeAnalysis;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Offsets;

/// <summary>
/// All partitions we hold. Each document ends exactly once, and only then its offset may move; results leave in input order of their partition; work of
/// an assignment that has ended is void. The one object that two threads write, the poll thread and the publisher, under one lock.
/// </summary>
internal sealed class OffsetLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SourcePartition, PartitionLedger> _partitions = [];
    private readonly Dictionary<JobTicket, LedgerEntry> _entries = [];
    private HaltedPartition[] _halts = [];
    private long _lastTicket;
    private long _bytes;

    /// <summary>The partitions that cannot go on.</summary>
    public IReadOnlyList<HaltedPartition> Halts => Volatile.Read(ref _halts);

    /// <summary>Records read and not committed yet, and their bytes.</summary>
    public LedgerLoad Load
    {
        get
        {
            lock (_lock)
            {
                return new LedgerLoad(_entries.Count, _bytes);
            }
        }
    }

    /// <summary>Takes a partition in, empty. What was held of it before is void.</summary>
    public void Assign(PartitionAssignment assignment)
    {
        lock (_lock)
        {
            Forget(assignment.Partition);
            _partitions.Add(assignment.Partition, new PartitionLedger(assignment));
        }
    }

    /// <summary>Gives a partition up. All its work is void.</summary>
    /// <returns>How many records were in flight.</returns>
    public int Revoke(SourcePartition partition)
    {
        lock (_lock)
        {
            return Forget(partition);
        }
    }

    /// <summary>What is in flight of each partition we hold.</summary>
    public IReadOnlyList<PartitionLoad> Loads()
    {
        lock (_lock)
        {
            return [.. _partitions.Values.Select(static one => new PartitionLoad(one.Assignment, new LedgerLoad(one.InFlight, one.Bytes)))];
        }
    }

    /// <summary>Halts a partition in front of a record that can be neither published nor dead-lettered. What comes after it is void; a new assignment tries again.</summary>
    public void Halt(HaltedPartition halt)
    {
        lock (_lock)
        {
            if (TryFind(halt.Position.Partition, halt.Position.Epoch, out PartitionLedger? partition) && partition.HaltedAt is null)
            {
                Drop(partition.Halt(halt.Position.Offset));
                Volatile.Write(ref _halts, [.. _halts, halt]);
            }
        }
    }

    /// <summary>Takes in a record that was read.</summary>
    /// <returns>The ticket that leads back to it; null where its assignment has ended or its partition is halted.</returns>
    public JobTicket? Receive(SourceRecord record, long received)
    {
        lock (_lock)
        {
            if (!TryFind(record.Position.Partition, record.Position.Epoch, out PartitionLedger? partition) || partition.HaltedAt is not null)
            {
                return null;
            }

            LedgerEntry entry = new(new JobTicket(++_lastTicket), record, received);
            partition.Receive(entry);
            _entries.Add(entry.Ticket, entry);
            _bytes += record.Size;
            return entry.Ticket;
        }
    }

    /// <summary>Notes the end of a document.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="released">The records that may be published now, in order; empty while an earlier one is unfinished.</param>
    /// <returns>False where the work is void: its partition has been taken away since.</returns>
    public bool TryFinish(JobOutcome outcome, out IReadOnlyList<FinishedRecord> released)
    {
        lock (_lock)
        {
            released = [];
            if (!_entries.TryGetValue(outcome.Ticket, out LedgerEntry? entry))
            {
                return false;
            }

            PartitionLedger partition = _partitions[entry.Record.Position.Partition];
            _bytes += partition.Finish(entry, outcome);
            released = [.. partition.Release().Select(static done => new FinishedRecord(done.Record, done.Outcome!))];
            return true;
        }
    }

    /// <summary>Whether a position's assignment still holds.</summary>
    public bool Holds(SourcePosition position)
    {
        lock (_lock)
        {
            return TryFind(position.Partition, position.Epoch, out _);
        }
    }

    /// <summary>Notes that a watermark is committed; records below it are forgotten. One of an ended assignment changes nothing.</summary>
    public void Commit(CommitWatermark watermark)
    {
        lock (_lock)
        {
            if (TryFind(watermark.Partition, watermark.Epoch, out PartitionLedger? partition))
            {
                Drop(partition.Commit(watermark.NextOffset));
            }
        }
    }

    /// <summary>The first offset of a partition that is read and not committed; null where all that was read is committed.</summary>
    public long? FirstUncommitted(SourcePartition partition)
    {
        lock (_lock)
        {
            return _partitions.TryGetValue(partition, out PartitionLedger? ledger) ? ledger.Oldest?.Offset ?? ledger.HaltedAt : null;
        }
    }

    /// <summary>The oldest record that waits for its outcome, and the oldest that waits for its commit.</summary>
    public LedgerHeads Heads()
    {
        lock (_lock)
        {
            (long? undecoded, long? uncommitted) = (null, null);
            foreach (PartitionLedger partition in _partitions.Values)
            {
                undecoded = Earlier(undecoded, partition.OldestUndecoded?.Received);
                uncommitted = Earlier(uncommitted, partition.OldestReleased?.Received);
            }

            return new LedgerHeads(undecoded, uncommitted);
        }
    }

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;

    private bool TryFind(SourcePartition partition, AssignmentEpoch epoch, [NotNullWhen(true)] out PartitionLedger? ledger) =>
        _partitions.TryGetValue(partition, out ledger) && ledger.Epoch == epoch;

    private int Forget(SourcePartition partition)
    {
        if (!_partitions.Remove(partition, out PartitionLedger? ledger))
        {
            return 0;
        }

        if (ledger.HaltedAt is not null)
        {
            Volatile.Write(ref _halts, [.. _halts.Where(halt => halt.Position.Partition != partition)]);
        }

        int inFlight = ledger.InFlight;
        Drop(ledger.Entries);
        return inFlight;
    }

    private void Drop(IEnumerable<LedgerEntry> entries)
    {
        foreach (LedgerEntry entry in entries)
        {
            _entries.Remove(entry.Ticket);
            _bytes -= entry.Bytes;
        }
    }
}
