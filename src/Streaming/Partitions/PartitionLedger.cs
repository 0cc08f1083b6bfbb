using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// One partition under one assignment: what was received, what of it may be published, and what of it is finished. Pure. Offsets may have gaps (compaction
/// and transaction markers leave them); only their order counts.
/// </summary>
/// <param name="order">When results may leave.</param>
internal sealed class PartitionLedger(ResultOrder order = ResultOrder.Partition)
{
    private readonly LinkedList<LedgerEntry> _inFlight = new();
    private readonly Queue<LedgerEntry> _undecoded = new();
    private readonly Queue<LedgerEntry> _released = new();
    private readonly ReleaseOrder _release = new(order);
    private (long Offset, bool FollowsFinished)[] _heldBack = [];
    private FinishedOffsets _finishedBefore = FinishedOffsets.None;
    private int? _leaderEpoch;
    private long _lastReceived = -1;
    private long? _begunAt;
    private bool _endsFinished;

    /// <summary>Whether nothing comes in any more: it is halted, or its assignment has ended.</summary>
    public bool IsClosed => HasEnded || Halted is not null;

    /// <summary>Whether its assignment has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Records received and not committed yet.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>The oldest record that is not committed yet; null where there is none.</summary>
    public LedgerEntry? Oldest => _inFlight.First?.Value;

    /// <summary>The oldest record whose document has not ended; null where there is none.</summary>
    public LedgerEntry? OldestUndecoded => First(_undecoded, static entry => entry.Outcome is not null);

    /// <summary>The record whose result has waited for its commit longest; null where there is none.</summary>
    public LedgerEntry? OldestReleased => First(_released, static _ => false);

    /// <summary>What the records not committed yet hold.</summary>
    public long Bytes { get; private set; }

    /// <summary>The record that the partition cannot pass, and why; null where it goes on.</summary>
    public HaltedPartition? Halted { get; private set; }

    /// <summary>The timestamp of that record; null where it has none.</summary>
    public long? HaltedTimestamp { get; private set; }

    /// <summary>How far it is committed; null where nothing was committed under this assignment.</summary>
    public long? CommittedTo { get; private set; }

    /// <summary>What was finished past the committed offset when it was assigned. To be told before the first record comes.</summary>
    public void Learn(FinishedOffsets finished) => (_finishedBefore, _leaderEpoch) = (finished, finished.LeaderEpoch);

    /// <summary>Takes in the next record.</summary>
    /// <exception cref="InvalidOperationException">Its offset is not above the one before: whoever reads went back without a new epoch.</exception>
    public void Receive(LedgerEntry entry)
    {
        if (entry.Offset <= _lastReceived)
        {
            throw new InvalidOperationException($"{entry.Record.Position} came after offset {_lastReceived} in the same epoch {entry.Record.Position.Epoch}.");
        }

        if (entry.Record.LeaderEpoch > _finishedBefore.LeaderEpoch)
        {
            // Whatever comes from here on was written later than all that was finished.
            _finishedBefore = FinishedOffsets.None;
        }

        _begunAt ??= entry.Offset;
        _lastReceived = entry.Offset;
        _leaderEpoch = entry.Record.LeaderEpoch > (_leaderEpoch ?? -1) ? entry.Record.LeaderEpoch : _leaderEpoch;
        (entry.FollowsFinished, _endsFinished) = (_endsFinished, false);
        Bytes += entry.Bytes;
        _inFlight.AddLast(entry);
        _undecoded.Enqueue(entry);
        _release.Add(entry);
    }

    /// <summary>Passes a record that was finished under an earlier assignment.</summary>
    public void Skip(long offset)
    {
        _begunAt ??= offset;
        (_lastReceived, _endsFinished) = (offset, true);
    }

    /// <summary>Whether a watermark lies beyond what is committed. It does not where results have left before the one in front.</summary>
    public bool IsMovedBy(long nextOffset) => nextOffset > (CommittedTo ?? _begunAt ?? -1);

    /// <summary>Notes the end of a record's document.</summary>
    /// <returns>The bytes that its result holds.</returns>
    public long Finish(LedgerEntry entry, JobOutcome outcome)
    {
        long before = entry.Bytes;
        entry.Finish(outcome);
        Bytes += entry.Bytes - before;
        return entry.Bytes - before;
    }

    /// <summary>The records whose results may leave now that this one's document has ended, in order.</summary>
    public IReadOnlyList<LedgerEntry> Release(LedgerEntry ended)
    {
        IReadOnlyList<LedgerEntry> run = _release.Release(ended);
        foreach (LedgerEntry entry in run)
        {
            entry.IsReleased = true;
            _released.Enqueue(entry);
        }

        return run;
    }

    /// <summary>How far it is once the results of some records are written.</summary>
    /// <param name="batch">The records' tickets.</param>
    /// <param name="room">How long the text of what is finished may be.</param>
    public PartitionProgress Progress(IReadOnlySet<JobTicket> batch, int room)
    {
        (long next, FinishedOffsets finished) = Walk(entry => entry.IsWritten || batch.Contains(entry.Ticket));
        if (order == ResultOrder.Partition)
        {
            return new PartitionProgress(next, null, IsWhole: true);
        }

        if (finished.Runs.Count == 0 || finished.ToText(next).Length <= room)
        {
            return new PartitionProgress(next, finished, IsWhole: true);
        }

        // What is in front of all others may leave in any case: it takes no room but gives some back.
        (next, finished) = Walk(entry => entry.IsWritten || (entry.Offset < next && batch.Contains(entry.Ticket)));
        return new PartitionProgress(next, finished, IsWhole: false);
    }

    /// <summary>
    /// Stops in front of a released record: it and all after it are forgotten, and nothing more comes in under this assignment. What lies before it goes on, and
    /// may have it stop farther in front.
    /// </summary>
    /// <returns>What was forgotten.</returns>
    public IReadOnlyList<LedgerEntry> Halt(HaltedPartition halt)
    {
        Halted = halt;
        LedgerEntry[] dropped = [.. _inFlight.Where(entry => entry.Offset >= halt.Position.Offset)];
        HaltedTimestamp = dropped.FirstOrDefault(entry => entry.Offset == halt.Position.Offset)?.Record.Timestamp;
        foreach (LedgerEntry entry in dropped)
        {
            _inFlight.RemoveLast();
            entry.IsGone = true;
            Bytes -= entry.Bytes;
        }

        _heldBack = [.. dropped.Select(static entry => (entry.Offset, entry.FollowsFinished)), .. _heldBack];
        return dropped;
    }

    /// <summary>Its assignment has ended: nothing is in flight and nothing comes in any more.</summary>
    /// <returns>What was in flight.</returns>
    public IReadOnlyList<LedgerEntry> End()
    {
        HasEnded = true;
        LedgerEntry[] dropped = [.. _inFlight];
        _inFlight.Clear();
        _undecoded.Clear();
        _released.Clear();
        Bytes = 0;
        return dropped;
    }

    /// <summary>Forgets what lies below a committed watermark, and what is written past it; gives what was forgotten.</summary>
    /// <exception cref="InvalidOperationException">The watermark lies beyond a record that may not be published: it would be lost.</exception>
    public IReadOnlyList<LedgerEntry> Commit(long nextOffset)
    {
        List<LedgerEntry> run = [];
        for (LinkedListNode<LedgerEntry>? node = _inFlight.First, after; node is not null; node = after)
        {
            after = node.Next;
            LedgerEntry entry = node.Value;
            if (entry.Offset < nextOffset && !entry.IsReleased)
            {
                throw new InvalidOperationException($"{nextOffset} was committed for {entry.Record.Position.Partition}, but {entry.Offset} is not released.");
            }

            if (entry.Offset < nextOffset || entry.IsWritten)
            {
                Forget(node);
                run.Add(entry);
            }
            else if (order == ResultOrder.Partition)
            {
                break;
            }
        }

        CommittedTo = Math.Max(CommittedTo ?? nextOffset, nextOffset);
        return run;
    }

    private static LedgerEntry? First(Queue<LedgerEntry> queue, Func<LedgerEntry, bool> isOver)
    {
        while (queue.TryPeek(out LedgerEntry? entry) && (entry.IsGone || isOver(entry)))
        {
            queue.Dequeue();
        }

        return queue.TryPeek(out LedgerEntry? first) ? first : null;
    }

    private (long Next, FinishedOffsets Finished) Walk(Func<LedgerEntry, bool> isFinished)
    {
        FinishedWalk walk = new();
        foreach (LedgerEntry entry in _inFlight)
        {
            walk.Pass(entry.Offset, entry.FollowsFinished, isFinished(entry));
        }

        foreach ((long offset, bool followsFinished) in _heldBack)
        {
            walk.Pass(offset, followsFinished, isFinished: false);
        }

        return walk.End(_lastReceived + 1, _endsFinished, _finishedBefore, _leaderEpoch);
    }

    private void Forget(LinkedListNode<LedgerEntry> node)
    {
        if (node.Next is { } next)
        {
            next.Value.FollowsFinished = true;
        }
        else if (_heldBack.Length > 0)
        {
            _heldBack[0].FollowsFinished = true;
        }
        else
        {
            _endsFinished = true;
        }

        _inFlight.Remove(node);
        node.Value.IsGone = true;
        Bytes -= node.Value.Bytes;
    }
}
