using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>The partitions we hold and under which epoch. Written on the poll thread; read there and, under the commit gate, by whoever commits.</summary>
internal sealed class AssignmentTable
{
    private readonly Dictionary<SourcePartition, (AssignmentEpoch Epoch, long? NextRead)> _held = [];
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
            _held[partition] = (epoch, nextRead);
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

    /// <summary>The epoch a partition is held under; null where it is not ours.</summary>
    public AssignmentEpoch? Epoch(SourcePartition partition) => _held.TryGetValue(partition, out (AssignmentEpoch Epoch, long? NextRead) held) ? held.Epoch : null;

    /// <summary>Whether a watermark's assignment still holds.</summary>
    public bool Holds(CommitWatermark watermark) => Epoch(watermark.Partition) == watermark.Epoch;

    /// <summary>The next offset to be read; null where it is not known yet.</summary>
    public long? NextRead(SourcePartition partition) => _held.TryGetValue(partition, out (AssignmentEpoch Epoch, long? NextRead) held) ? held.NextRead : null;

    /// <summary>Notes how far reading has come.</summary>
    public void Read(SourcePartition partition, long nextRead)
    {
        lock (Gate)
        {
            if (_held.TryGetValue(partition, out (AssignmentEpoch Epoch, long? NextRead) held))
            {
                _held[partition] = held with { NextRead = nextRead };
            }
        }
    }
}
