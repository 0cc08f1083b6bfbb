using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Slots;

/// <summary>The engine's slots, leased and returned; the lowest free one first.</summary>
public sealed class SlotPool
{
    private readonly PriorityQueue<SlotId, int> _free;

    /// <summary>A pool of slots 0 to <paramref name="count"/> - 1.</summary>
    public SlotPool(int count)
    {
        Total = count;
        _free = new PriorityQueue<SlotId, int>(Enumerable.Range(0, count).Select(static i => (new SlotId(i), i)));
    }

    /// <summary>Slots there are.</summary>
    public int Total { get; }

    /// <summary>Slots not leased.</summary>
    public int Free => _free.Count;

    /// <summary>Slots leased.</summary>
    public int Used => Total - _free.Count;

    /// <summary>Leases a slot.</summary>
    /// <exception cref="InvalidOperationException">None is free: the caller has not asked <see cref="Free"/>.</exception>
    public SlotId Lease() => _free.Dequeue();

    /// <summary>Returns a slot, which the engine must have been told to empty before its next use.</summary>
    public void Return(SlotId slot) => _free.Enqueue(slot, slot.Value);
}
