using System.Collections.Concurrent;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Testing.Streams;

/// <summary>Gives the records it is fed; remembers what was asked of it. Checks that one thread asks.</summary>
public sealed class ScriptedSource : IRecordSource
{
    private readonly ConcurrentQueue<Func<IAssignmentListener, SourceRecord?>> _script = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IAssignmentListener? _listener;
    private int _thread;
    private int _polls;
    private volatile bool _paused;

    public IReadOnlyCollection<string> Calls => _calls;

    public Task Closed => _closed.Task;

    public int Polls => Volatile.Read(ref _polls);

    public bool IsPaused => _paused;

    public IReadOnlyList<PartitionEnd> KnownEnds { get; set; } = [];

    /// <summary>Whether opening waits until it is cancelled, as for a broker that is not there.</summary>
    public bool NeverOpens { get; set; }

    public Exception? PollFailure { get; set; }

    public Exception? CloseFailure { get; set; }

    public ScriptedSource Gives(params SourceRecord[] records)
    {
        foreach (SourceRecord record in records)
        {
            _script.Enqueue(_ => record);
        }

        return this;
    }

    public ScriptedSource Does(Action<IAssignmentListener> action)
    {
        _script.Enqueue(listener =>
        {
            action(listener);
            return null;
        });
        return this;
    }

    public void Open(IAssignmentListener listener, CancellationToken stop)
    {
        _thread = Environment.CurrentManagedThreadId;
        _listener = listener;
        _calls.Enqueue("open");
        if (NeverOpens)
        {
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
        }
    }

    public SourceRecord? Poll(TimeSpan timeout)
    {
        OnPollThread();
        Interlocked.Increment(ref _polls);
        if (PollFailure is { } failure)
        {
            throw failure;
        }

        if (!_paused && _script.TryDequeue(out Func<IAssignmentListener, SourceRecord?>? next))
        {
            return next(_listener!);
        }

        Thread.Yield();
        return null;
    }

    public void Pause()
    {
        OnPollThread();
        _paused = true;
        _calls.Enqueue("pause");
    }

    public void Resume()
    {
        OnPollThread();
        _paused = false;
        _calls.Enqueue("resume");
    }

    public void Pause(SourcePartition partition)
    {
        OnPollThread();
        _calls.Enqueue($"pause {partition}");
    }

    public void Resume(SourcePartition partition)
    {
        OnPollThread();
        _calls.Enqueue($"resume {partition}");
    }

    public void Rewind(SourcePartition partition, long offset) => OnPollThread();

    public IReadOnlyList<PartitionEnd> Ends()
    {
        OnPollThread();
        return KnownEnds;
    }

    public SourceState State { get; set; }

    public void Renew()
    {
        OnPollThread();
        _calls.Enqueue("renew");
    }

    public void Close()
    {
        OnPollThread();
        _calls.Enqueue("close");
        if (CloseFailure is { } failure)
        {
            throw failure;
        }

        _closed.TrySetResult();
    }

    private void OnPollThread()
    {
        if (_thread != 0 && _thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("Called from another thread than the one that polls.");
        }
    }
}
