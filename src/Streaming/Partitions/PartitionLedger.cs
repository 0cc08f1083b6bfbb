using PaDeNer.Batching.Execution;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// One partition under one assignment: what was received, what of it is finished, and how far the finished prefix reaches. Pure. Offsets may have gaps
/// (compaction and transaction markers leave them); only their order counts.
/// </summary>
internal sealed class PartitionLedger
{
    private readonly Queue<LedgerEntry> _waiting = new();
    private readonly Queue<LedgerEntry> _released = new();
    private long _lastReceived = -1;
    private bool _ended;

    /// <summary>Whether nothing comes in any more: it is halted, or its assignment has ended.</summary>
    public bool IsClosed => _ended || Halted is not null;

    /// <summary>Records received and not committed yet.</summary>
    public int InFlight => _waiting.Count + _released.Count;

    /// <summary>The oldest record that is not committed yet; null where there is none.</summary>
    public LedgerEntry? Oldest => _released.TryPeek(out LedgerEntry? entry) || _waiting.TryPeek(out entry) ? entry : null;

    /// <summary>The oldest record whose document has not ended; null where there is none.</summary>
    public LedgerEntry? OldestUndecoded => _waiting.TryPeek(out LedgerEntry? entry) ? entry : null;

    /// <summary>The oldest record that may be published and is not committed yet; null where there is none.</summary>
    public LedgerEntry? OldestReleased => _released.TryPeek(out LedgerEntry? entry) ? entry : null;

    /// <summary>What the records not committed yet hold.</summary>
    public long Bytes { get; private set; }

    /// <summary>The record that the partition cannot pass, and why; null where it goes on.</summary>
    public HaltedPartition? Halted { get; private set; }

    /// <summary>The timestamp of that record; null where it has none.</summary>
    public long? HaltedTimestamp { get; private set; }

    /// <summary>How far it is committed; null where nothing was committed under this assignment.</summary>
    public long? CommittedTo { get; private set; }

    /// <summary>Takes in the next record.</summary>
    /// <exception cref="InvalidOperationException">Its offset is not above the one before: whoever reads went back without a new epoch.</exception>
    public void Receive(LedgerEntry entry)
    {
        if (entry.Offset <= _lastReceived)
        {
            throw new InvalidOperationException($"{entry.Record.Position} came after offset {_lastReceived} in the same epoch {entry.Record.Position.Epoch}.");
        }

        _lastReceived = entry.Offset;
        Bytes += entry.Bytes;
        _waiting.Enqueue(entry);
    }

    /// <summary>Notes the end of a record's document.</summary>
    /// <returns>The bytes that its result holds.</returns>
    public long Finish(LedgerEntry entry, JobOutcome outcome)
    {
        long before = entry.Bytes;
        entry.Finish(outcome);
        Bytes += entry.Bytes - before;
        return entry.Bytes - before;
    }

    /// <summary>Stops in front of a released record: it and all after it are forgotten, and nothing more comes in under this assignment.</summary>
    /// <returns>What was forgotten.</returns>
    public IReadOnlyList<LedgerEntry> Halt(HaltedPartition halt)
    {
        Halted = halt;
        HaltedTimestamp = _released.FirstOrDefault(entry => entry.Offset == halt.Position.Offset)?.Record.Timestamp;
        LedgerEntry[] before = [.. _released.Where(entry => entry.Offset < halt.Position.Offset)];
        LedgerEntry[] dropped = [.. _released.Skip(before.Length), .. _waiting];
        _waiting.Clear();
        _released.Clear();
        foreach (LedgerEntry entry in before)
        {
            _released.Enqueue(entry);
        }

        Bytes = before.Sum(static entry => entry.Bytes);
        return dropped;
    }

    /// <summary>Its assignment has ended: nothing is in flight and nothing comes in any more.</summary>
    /// <returns>What was in flight.</returns>
    public IReadOnlyList<LedgerEntry> End()
    {
        _ended = true;
        LedgerEntry[] dropped = [.. _released, .. _waiting];
        _released.Clear();
        _waiting.Clear();
        Bytes = 0;
        return dropped;
    }

    /// <summary>The records that have become part of the finished prefix since the last call, in order.</summary>
    public IReadOnlyList<LedgerEntry> Release()
    {
        List<LedgerEntry> run = [];
        while (_waiting.TryPeek(out LedgerEntry? entry) && entry.Outcome is not null)
        {
            run.Add(entry);
            _released.Enqueue(_waiting.Dequeue());
        }

        return run;
    }

    /// <summary>Forgets what lies below a committed watermark; gives what was forgotten.</summary>
    /// <exception cref="InvalidOperationException">The watermark lies beyond the finished prefix: a record would be lost.</exception>
    public IReadOnlyList<LedgerEntry> Commit(long nextOffset)
    {
        List<LedgerEntry> run = [];
        while (_released.TryPeek(out LedgerEntry? entry) && entry.Offset < nextOffset)
        {
            Bytes -= entry.Bytes;
            run.Add(_released.Dequeue());
        }

        if (_waiting.TryPeek(out LedgerEntry? unfinished) && unfinished.Offset < nextOffset)
        {
            throw new InvalidOperationException($"{nextOffset} was committed for {unfinished.Record.Position.Partition}, but {unfinished.Offset} is not released.");
        }

        CommittedTo = Math.Max(CommittedTo ?? nextOffset, nextOffset);
        return run;
    }
}
