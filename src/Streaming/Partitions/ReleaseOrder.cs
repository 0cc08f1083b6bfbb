using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>Which results may leave once a document has ended: those that wait for no other any more. Of one partition under one assignment. Pure.</summary>
/// <param name="order">What a result waits for.</param>
internal sealed class ReleaseOrder(ResultOrder order)
{
    private readonly Queue<LedgerEntry> _all = new();
    private readonly Dictionary<byte[], Queue<LedgerEntry>> _byKey = new(KeyBytes.Comparer);

    /// <summary>Takes in the next record.</summary>
    public void Add(LedgerEntry entry)
    {
        if (order == ResultOrder.Partition)
        {
            _all.Enqueue(entry);
        }
        else if (order == ResultOrder.Key && entry.Record.Key is { } key)
        {
            if (!_byKey.TryGetValue(key, out Queue<LedgerEntry>? queue))
            {
                _byKey.Add(key, queue = new Queue<LedgerEntry>());
            }

            queue.Enqueue(entry);
        }
    }

    /// <summary>The records that may leave now that this one has ended, in order.</summary>
    public IReadOnlyList<LedgerEntry> Release(LedgerEntry ended)
    {
        switch (order)
        {
            case ResultOrder.Partition:
                return Run(_all);
            case ResultOrder.Key when ended.Record.Key is { } key:
                List<LedgerEntry> run = Run(_byKey[key]);
                if (_byKey[key].Count == 0)
                {
                    _byKey.Remove(key);
                }

                return run;
            default:
                return [ended];
        }
    }

    private static List<LedgerEntry> Run(Queue<LedgerEntry> queue)
    {
        List<LedgerEntry> run = [];
        while (queue.TryPeek(out LedgerEntry? entry) && entry is { Outcome: not null, IsGone: false })
        {
            run.Add(queue.Dequeue());
        }

        return run;
    }

    /// <summary>Keys are the same where their bytes are.</summary>
    private sealed class KeyBytes : IEqualityComparer<byte[]>
    {
        public static KeyBytes Comparer { get; } = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] key)
        {
            HashCode hash = default;
            hash.AddBytes(key);
            return hash.ToHashCode();
        }
    }
}
