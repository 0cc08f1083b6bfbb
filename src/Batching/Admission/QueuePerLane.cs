using System.Threading.Channels;

namespace PaDeNer.Batching.Admission;

/// <summary>Each lane has a queue of its own, in order of arrival, and jobs go to them in turn.</summary>
internal sealed class QueuePerLane : IJobQueue
{
    private readonly Channel<DocumentJob>[] _queues;
    private readonly int _capacity;
    private long _next;

    /// <summary>Empty queues.</summary>
    /// <param name="lanes">How many; 1 or more.</param>
    /// <param name="capacity">Jobs that each one holds; 1 or more.</param>
    public QueuePerLane(int lanes, int capacity)
    {
        _capacity = capacity;
        _queues = [.. Enumerable.Range(0, lanes).Select(_ => Channel.CreateBounded<DocumentJob>(capacity))];
    }

    /// <inheritdoc/>
    public bool HasRoom => Next.Reader.Count < _capacity;

    private Channel<DocumentJob> Next => _queues[(int)(_next % _queues.Length)];

    /// <inheritdoc/>
    /// <remarks>From one thread at a time, as <see cref="WriteAsync"/>.</remarks>
    public bool TryWrite(DocumentJob job)
    {
        bool isWritten = Next.Writer.TryWrite(job);
        _next += isWritten ? 1 : 0;
        return isWritten;
    }

    /// <inheritdoc/>
    /// <remarks>From one thread at a time: the order of calls is the order of jobs.</remarks>
    public ValueTask WriteAsync(DocumentJob job, CancellationToken abandon) => _queues[(int)(_next++ % _queues.Length)].Writer.WriteAsync(job, abandon);

    /// <inheritdoc/>
    public IJobSource SourceOf(int lane) => new ChannelJobs(_queues[lane].Reader);

    /// <inheritdoc/>
    public void Complete() => Array.ForEach(_queues, static queue => queue.Writer.TryComplete());

    /// <inheritdoc/>
    public IReadOnlyList<DocumentJob> Close()
    {
        Complete();
        List<DocumentJob> left = [];
        foreach (Channel<DocumentJob> queue in _queues)
        {
            while (queue.Reader.TryRead(out DocumentJob? job))
            {
                left.Add(job);
            }
        }

        return left;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Close();
}
