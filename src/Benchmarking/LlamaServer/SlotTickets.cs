using System.Collections.Concurrent;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>Leases a server's slots to documents, one document to a slot at a time. Safe from any thread.</summary>
/// <param name="slots">How many slots.</param>
internal sealed class SlotTickets(int slots) : IDisposable
{
    private readonly SemaphoreSlim _free = new(slots, slots);
    private readonly ConcurrentQueue<int> _slots = new(Enumerable.Range(0, slots));

    /// <summary>Waits for a free slot and leases it; returns its index.</summary>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _slots.TryDequeue(out int slot) ? slot : throw new InvalidOperationException("A slot was promised and is not there.");
    }

    /// <summary>Returns a leased slot.</summary>
    public void Return(int slot)
    {
        _slots.Enqueue(slot);
        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}
