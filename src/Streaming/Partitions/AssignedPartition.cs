using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// A partition under one assignment, and all we know of it. Made when it is assigned, dropped when it is revoked, lost or assigned anew: what an
/// assignment leaves behind finds its object gone. Poll thread only, but for what never changes and the ledger, which has a lock of its own.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="epoch">The epoch of this assignment.</param>
public sealed class AssignedPartition(SourcePartition partition, AssignmentEpoch epoch)
{
    /// <summary>The partition.</summary>
    public SourcePartition Partition { get; } = partition;

    /// <summary>The epoch of this assignment.</summary>
    public AssignmentEpoch Epoch { get; } = epoch;

    /// <summary>What was read and is not committed, and how far it is. Touched by <see cref="OffsetLedger"/> only, under its lock.</summary>
    internal PartitionLedger Ledger { get; init; } = new();

    /// <summary>Whether it is paused on its own: set by who decides so, obeyed by the source.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The next offset to be read; null where it is not known yet.</summary>
    public long? NextRead { get; private set; }

    /// <summary>Where reading began under this assignment; null where nothing was read. No record below it is ours to commit.</summary>
    public long? StartedAt { get; private set; }

    /// <summary>Where the client is still to go back to: what comes of the partition until then comes again. Null where it stands right.</summary>
    public long? RewindTo { get; private set; }

    /// <summary>What was finished past the committed offset when it was assigned, and is not to be done again; null where that is not known yet.</summary>
    public FinishedOffsets? FinishedBefore { get; internal set; }

    /// <summary>One past its last record, as brokers answered last when they were asked under this assignment; null where they have not.</summary>
    public long? AnsweredEnd { get; set; }

    /// <summary>When people were last told that it is halted, as a timestamp; null where they have not been.</summary>
    public long? HaltToldAt { get; set; }

    /// <summary>Notes that a record was read.</summary>
    public void Read(long offset)
    {
        NextRead = offset + 1;
        StartedAt ??= offset;
    }

    /// <summary>Notes where reading is going to start.</summary>
    public void Expect(long offset) => NextRead = offset;

    /// <summary>Has it read from an offset on, as soon as the client has gone back there.</summary>
    public void Rewind(long offset) => (NextRead, StartedAt, RewindTo) = (offset, offset, offset);

    /// <summary>Notes that the client has gone back.</summary>
    public void Rewound() => RewindTo = null;

    /// <summary>One past its last record, as far as it is known; null where it is not.</summary>
    /// <param name="seen">What the client has seen with its fetches; null where nothing.</param>
    /// <param name="isFetched">Whether it is being fetched, so that this is new.</param>
    public long? End(long? seen, bool isFetched)
    {
        if (isFetched && seen is not null)
        {
            return seen;
        }

        // What the client remembers of a partition that nothing was read from may be of an earlier assignment.
        long? remembered = StartedAt is null ? null : seen;
        return AnsweredEnd is { } answered && answered > (remembered ?? -1) ? answered : remembered;
    }
}
