using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// The partitions that are ours, an object each. The poll thread makes and drops them; any thread may look one up, since the map is replaced and
/// never changed. Who comes with a position or a watermark gets at the object by partition and epoch: where that fails the work is void.
/// </summary>
/// <param name="order">When results may leave.</param>
/// <param name="room">How long the text may be that says what of a partition is finished past its watermark.</param>
public sealed class Assignment(ResultOrder order, int room)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Lock _commits = new();
    private volatile Dictionary<SourcePartition, AssignedPartition> _held = [];
    private long _lastEpoch;

    /// <summary>Of results that leave in the order of their partition.</summary>
    public Assignment()
        : this(ResultOrder.Partition, 0)
    {
    }

    /// <summary>When results may leave.</summary>
    public ResultOrder Order { get; } = order;

    /// <summary>What is in flight of all partitions; the one part that two threads write, under its lock.</summary>
    internal OffsetLedger Ledger { get; } = new();

    /// <summary>
    /// Is told of every watermark that was committed and has moved; null for nobody. Where results leave before others in front of them, one that stays where it
    /// was is no progress of what stands there.
    /// </summary>
    internal Action<CommitWatermark>? Commits { get; set; }

    /// <summary>The partitions we hold.</summary>
    public IReadOnlyCollection<AssignedPartition> Held => _held.Values;

    /// <summary>A partition that we hold; null where it is not ours.</summary>
    public AssignedPartition? Find(SourcePartition partition) => _held.GetValueOrDefault(partition);

    /// <summary>A partition under the assignment with this epoch; null where that has ended.</summary>
    public AssignedPartition? Find(SourcePartition partition, AssignmentEpoch epoch) =>
        Find(partition) is { } held && held.Epoch == epoch ? held : null;

    /// <summary>Partitions are ours from now on, each under a new epoch and with nothing known of it. What was held of them before is dropped.</summary>
    public IReadOnlyList<AssignedPartition> Assign(IReadOnlyList<SourcePartition> partitions)
    {
        return AfterCommit(() =>
        {
            AssignedPartition[] made = [.. partitions.Select(one => new AssignedPartition(one, new AssignmentEpoch(++_lastEpoch)) { Ledger = new PartitionLedger(Order) })];
            Replace(partitions, made);
            return made;
        });
    }

    /// <summary>Partitions are no longer ours. All their work is void.</summary>
    /// <returns>How many records of each were in flight.</returns>
    public IReadOnlyList<int> Drop(IReadOnlyList<SourcePartition> partitions)
    {
        return AfterCommit(() => Replace(partitions, []));
    }

    /// <summary>
    /// Commits what is still ours. An assignment ends before or after it, not meanwhile, so that no old owner commits over a new one; but one that takes
    /// longer than 5 s, because the coordinator is away, does not hold up the group: its assignment then ends all the same. From any thread.
    /// </summary>
    /// <param name="watermarks">Those of ended assignments are left out.</param>
    /// <param name="commit">Commits the others; not called where there are none. May block.</param>
    public CommitResult CommitHeld(IReadOnlyList<CommitWatermark> watermarks, Func<IReadOnlyList<CommitWatermark>, CommitResult> commit)
    {
        lock (_commits)
        {
            CommitWatermark[] held = [.. watermarks.Where(IsHeld)];
            return held.Length == 0 ? new CommitResult([], [], []) : commit(held);
        }
    }

    /// <summary>Whether a watermark's assignment has not ended.</summary>
    public bool IsHeld(CommitWatermark watermark) => Find(watermark.Partition, watermark.Epoch) is not null;

    /// <summary>Notes what of a partition is finished past its committed offset, before its first record is taken in. Poll thread only.</summary>
    public void Learn(AssignedPartition partition, FinishedOffsets finished)
    {
        partition.FinishedBefore = finished;
        Ledger.Learn(partition, finished);
    }

    /// <summary>Passes a record that was read and is finished already. Poll thread only.</summary>
    public void Skip(AssignedPartition partition, long offset)
    {
        partition.Read(offset);
        Ledger.Skip(partition, offset);
    }

    /// <summary>How far a partition is once the results of some records are written.</summary>
    internal PartitionProgress Progress(AssignedPartition partition, IReadOnlySet<JobTicket> batch) => Ledger.Progress(partition, batch, room);

    /// <summary>Takes in a record that was read.</summary>
    /// <returns>The ticket that leads back to it; null where its assignment has ended or its partition is halted.</returns>
    public JobTicket? Receive(SourceRecord record, long received) =>
        Find(record.Position.Partition, record.Position.Epoch) is { } held ? Ledger.Receive(held, record, received) : null;

    /// <summary>Notes that a watermark is committed; records below it are forgotten. One of an ended assignment changes nothing.</summary>
    public void Committed(CommitWatermark watermark)
    {
        if (Find(watermark.Partition, watermark.Epoch) is not { } held || Ledger.Commit(held, watermark.NextOffset))
        {
            Commits?.Invoke(watermark);
        }
    }

    /// <summary>Halts a partition in front of a record that can be neither published nor dead-lettered. What comes after it is void; a new assignment tries again.</summary>
    public void Halt(HaltedPartition halt)
    {
        if (Find(halt.Position.Partition, halt.Position.Epoch) is { } held)
        {
            Ledger.Halt(held, halt);
        }
    }

    /// <summary>How each partition that we hold stands, in the order of their names. From any thread.</summary>
    public IReadOnlyList<PartitionView> Look() =>
    [
        .. Held.OrderBy(static one => one.Partition.Topic, StringComparer.Ordinal).ThenBy(static one => one.Partition.Number)
            .Select(one => (one, Load: Ledger.Look(one)))
            .Select(static pair => new PartitionView(pair.one.Partition, pair.Load.Load.Records, pair.one.IsPaused, pair.Load.Halted?.Reason)),
    ];

    /// <summary>No record of a partition below this offset is uncommitted; null where nothing was read under its assignment. Poll thread only.</summary>
    public long? UncommittedFrom(AssignedPartition partition) => Ledger.UncommittedFrom(partition);

    private T AfterCommit<T>(Func<T> change)
    {
        bool isFree = _commits.TryEnter(LongestWait);
        try
        {
            lock (_gate)
            {
                return change();
            }
        }
        finally
        {
            if (isFree)
            {
                _commits.Exit();
            }
        }
    }

    // First the map, then the ledger: who still finds an object that goes finds its ledger open or ended, and both are right.
    private int[] Replace(IReadOnlyList<SourcePartition> partitions, AssignedPartition[] made)
    {
        Dictionary<SourcePartition, AssignedPartition> before = _held, after = new(before);
        foreach (SourcePartition partition in partitions)
        {
            after.Remove(partition);
        }

        foreach (AssignedPartition one in made)
        {
            after.Add(one.Partition, one);
        }

        _held = after;
        return [.. partitions.Select(one => before.TryGetValue(one, out AssignedPartition? ended) ? Ledger.End(ended) : 0)];
    }
}
