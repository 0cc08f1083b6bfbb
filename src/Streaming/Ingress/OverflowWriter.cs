using System.Threading.Channels;

namespace PaDeNer.Streaming.Ingress;

/// <summary>
/// A channel's writer that never blocks and never loses: what the channel has no room for waits here, in order. It stays small because intake stops long
/// before. One thread.
/// </summary>
/// <param name="writer">The channel's end.</param>
internal sealed class OverflowWriter<T>(ChannelWriter<T> writer)
{
    private readonly Queue<T> _waiting = new();

    /// <summary>Whether something waits for room.</summary>
    public bool Waits => _waiting.Count > 0;

    /// <summary>Writes, now or later.</summary>
    public void Write(T item)
    {
        if (_waiting.Count > 0 || !writer.TryWrite(item))
        {
            _waiting.Enqueue(item);
        }
    }

    /// <summary>Writes what waits, as far as there is room.</summary>
    public void Flush()
    {
        while (_waiting.TryPeek(out T? item) && writer.TryWrite(item))
        {
            _waiting.Dequeue();
        }
    }
}
