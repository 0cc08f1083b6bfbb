using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>The partitions we hold and under which epoch. Written on the poll thread; read there and, under the commit gate, by whoever commits.</summary>
internal sealed class AssignmentTable
{
    private readonly Dictionary<SourcePartition, HeldPartition> _held = [];
    private long _lastEpoch;

    /// <summary>Keeps a commit and the end of an assignment apart: a commit is either through before partitions go, or not made.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The partitions we hold.</summary>
    public IReadOnlyCollection<SourcePartition> Held => _held.Keys;

    /// <summary>Takes a partition in, or gives it a new epoch.</summary>
    public PartitionAssignment Assign(SourcePartition partition, long? nextRead)
    {
        lock (Gate)
        {
            AssignmentEpoch epoch = new(++_lastEpoch);
            _held[partition] = new HeldPartition(epoch, nextRead);
            return new PartitionAssignment(partition, epoch);
        }
    }

    /// <summary>Gives partitions up.</summary>
    public void Remove(IEnumerable<SourcePartition> partitions)
    {
        lock (Gate)
        {
            foreach (SourcePartition partition in partitions)
            {
                _held.Remove(partition);
            }
        }
    }

    /// <summary>Gives all partitions up.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            _held.Clear();
        }
    }

    /// <summary>A partition that we hold; null where it is not ours.</summary>
    public HeldPartition? Find(SourcePartition partition) => _held.GetValueOrDefault(partition);

    /// <summary>Whether a watermark's assignment still holds.</summary>
    public bool Holds(CommitWatermark watermark) => Find(watermark.Partition)?.Epoch == watermark.Epoch;
}
