using System.Collections.Concurrent;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>Hands out a server's slots to documents, one document to a slot at a time.</summary>
/// <param name="slots">How many slots.</param>
internal sealed class SlotTickets(int slots) : IDisposable
{
    private readonly SemaphoreSlim _free = new(slots, slots);
    private readonly ConcurrentQueue<int> _slots = new(Enumerable.Range(0, slots));

    /// <summary>Waits for a slot.</summary>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _slots.TryDequeue(out int slot) ? slot : throw new InvalidOperationException("A slot was promised and is not there.");
    }

    /// <summary>Gives a slot back.</summary>
    public void Return(int slot)
    {
        _slots.Enqueue(slot);
        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}
