using System.Threading.Channels;
using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>A baseline: workers on threads of their own, each with its engine.</summary>
internal sealed class BaselineSystem : ISystemUnderTest
{
    private readonly PromptTemplate _template;
    private readonly Channel<Submission>[] _queues;
    private readonly int[] _open;
    private readonly EngineMeter[] _meters;
    private readonly WorkClock[] _clocks;
    private readonly Thread[] _threads;
    private volatile Exception? _failure;

    /// <param name="name">Its name.</param>
    /// <param name="description">How it works.</param>
    /// <param name="template">The prompt template, bound to the vocabulary of the documents.</param>
    /// <param name="source">Creates the engines.</param>
    /// <param name="configuration">The number of engines and their threads.</param>
    /// <param name="engine">Makes an engine of so many threads.</param>
    /// <param name="ownQueues">
    /// Whether a document goes to the worker that has the fewest, for workers that take many at once; otherwise the next free worker takes it.
    /// </param>
    /// <param name="create">Makes a worker.</param>
    public BaselineSystem(
        string name, string description, PromptTemplate template, EngineSource source, EngineConfiguration configuration, Func<int, IDecodeEngine> engine, bool ownQueues, Func<EngineMeter, WorkClock, IDocumentWorker> create)
    {
        _queues = [.. Enumerable.Range(0, ownQueues ? configuration.Instances : 1).Select(static _ => Channel.CreateUnbounded<Submission>())];
        _open = new int[_queues.Length];
        (Name, Description, _template) = (name, description, template);
        _meters = [.. Enumerable.Range(0, configuration.Instances).Select(_ => new EngineMeter(engine(configuration.Threads), source.Time))];
        _clocks = [.. _meters.Select(_ => new WorkClock(source.Time))];
        _threads = [.. _meters.Select((meter, i) => new Thread(() => Work(create(meter, _clocks[i]), source.Begin, i * configuration.Threads, i))
        {
            IsBackground = true,
            Name = $"{name} {i}",
        })];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    public string Name { get; }

    public string Description { get; }

    public SystemCounters Counters
    {
        get
        {
            TimeSpan engine = TimeSpan.FromTicks(_meters.Sum(static meter => meter.EngineTime.Ticks));
            TimeSpan busy = TimeSpan.FromTicks(_clocks.Sum(static clock => clock.Busy.Ticks));
            return new SystemCounters(
                _meters.Sum(static meter => meter.Steps),
                _meters.Sum(static meter => meter.Rows),
                engine,
                busy - engine,
                _meters.Sum(static meter => meter.AllocatedBytes));
        }
    }

    public async Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken)
    {
        Submission submission = new(document, DocumentAnswers.Of(document, _template));
        int queue = LeastOpen();
        if (!_queues[queue].Writer.TryWrite(submission))
        {
            throw new InvalidOperationException($"{Name} takes no more documents.", _failure);
        }

        Interlocked.Increment(ref _open[queue]);
        try
        {
            await submission.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open[queue]);
        }
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        foreach (Channel<Submission> queue in _queues)
        {
            Submission forget = Submission.Forget();
            if (queue.Writer.TryWrite(forget))
            {
                await forget.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_queues, static queue => queue.Writer.TryComplete());
        await Task.Run(() => Array.ForEach(_threads, static thread => thread.Join())).ConfigureAwait(false);
        Array.ForEach(_meters, static meter => meter.Dispose());
    }

    /// <summary>The queue with the fewest open documents. Others change while they are compared, so any answer must be one of them.</summary>
    private int LeastOpen()
    {
        int least = 0;
        for (int i = 1; i < _open.Length; i++)
        {
            least = Volatile.Read(ref _open[i]) < Volatile.Read(ref _open[least]) ? i : least;
        }

        return least;
    }

    private void Work(IDocumentWorker worker, Action<int>? begin, int core, int number)
    {
        Channel<Submission> queue = _queues[number % _queues.Length];
        try
        {
            begin?.Invoke(core);
            worker.Run(queue.Reader);
        }
#pragma warning disable CA1031 // The end of a thread: whatever ended it goes to whoever waits for documents.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out Submission? waiting))
            {
                waiting.Fail(failure);
            }
        }
    }
}

/// <summary>Decodes a baseline's documents on one engine and one thread.</summary>
internal interface IDocumentWorker
{
    /// <summary>Runs until the queue is completed; called once, on the worker's own thread. Completes each submission when its last token is decoded.</summary>
    void Run(ChannelReader<Submission> queue);
}
