using System.Collections.Concurrent;
using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Benchmarking.Forcing;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Benchmarking.Contenders;

/// <summary>One lane of ours: a decode loop on a thread of its own.</summary>
internal sealed class OurLane : IStepObserver, IAsyncDisposable
{
    private readonly int _number;
    private readonly EngineSource _source;
    private readonly EngineMeter _meter;
    private readonly ForcedEngine _engine;
    private readonly AnswerBook _book = new();
    private readonly DecodeLoop _loop;
    private readonly Thread _thread;
    private readonly Channel<DocumentJob> _jobs = Channel.CreateUnbounded<DocumentJob>();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<DocumentOutcome>> _waiting = new();
    private readonly Lock _gate = new();
    private long _ticket;
    private int _documents;
    private long _hostTicks;
    private StepFigures _figures;

    public OurLane(int number, EngineSource source, OurOptions options)
    {
        (_number, _source) = (number, source);
        _meter = new EngineMeter(source.Create(options.Shape.Threads), source.Time);
        _engine = new ForcedEngine(_meter, _book);
        BatchingOptions batching = new() { RowsPerStep = options.RowsPerStep, DocumentsInFlight = options.DocumentsInFlight };
        DocumentAssembler assembler = new(new AssemblySettings(DeduplicationPolicy.None, UngroundedPolicy.Keep, 0));
        _loop = new DecodeLoop(number, _engine, batching, options.Policy, assembler, source.Time, this);
        _thread = new Thread(() => Run(options.Shape.Threads == 1)) { IsBackground = true, Name = $"ours {number}" };
        _thread.Start();
    }

    public EngineCapacity Capacity => _engine.Capacity;

    /// <summary>Documents submitted and not done.</summary>
    public int Documents => Volatile.Read(ref _documents);

    public long Refused => _engine.Refused;

    /// <summary>Answers that are still in the book; 0 when nothing is in decoding.</summary>
    public int AnswersHeld => _book.Count;

    public ContenderCounters Counters => new(_meter.Steps, _meter.Rows, _meter.EngineTime, TimeSpan.FromTicks(Volatile.Read(ref _hostTicks)), _meter.AllocatedBytes);

    public StepFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return _figures;
            }
        }
    }

    public async Task<DocumentOutcome> DecodeAsync(DocumentPlan plan, DocumentAnswers answers, long received, Deadline deadline)
    {
        Interlocked.Increment(ref _documents);
        _book.Add(answers);
        try
        {
            JobTicket ticket = new(Interlocked.Increment(ref _ticket));
            TaskCompletionSource<DocumentOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[ticket.Value] = done;
            return _jobs.Writer.TryWrite(new DocumentJob(ticket, plan, received, deadline))
                ? await done.Task.ConfigureAwait(false)
                : throw new InvalidOperationException($"Lane {_number} takes no more documents.");
        }
        finally
        {
            _book.Remove(answers);
            Interlocked.Decrement(ref _documents);
        }
    }

    public void StepDone(in StepReport report)
    {
        Volatile.Write(ref _hostTicks, _hostTicks + report.HostTime.Ticks);
        double taken = report.EngineTime.TotalSeconds;
        bool known = report.PredictedTime is not null && taken > 0;
        double error = known ? Math.Abs(report.PredictedTime!.Value.TotalSeconds - taken) / taken : 0;
        lock (_gate)
        {
            _figures = new StepFigures(
                _figures.Predicted + (known ? 1 : 0), _figures.RelativeErrorSum + error, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    public void DocumentDecoded(JobOutcome outcome)
    {
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await Task.Run(_thread.Join).ConfigureAwait(false);
        _engine.Dispose();
    }

    private void Run(bool pin)
    {
        try
        {
            if (pin)
            {
                _source.Pin?.Invoke(_number);
            }

            _loop.Run(_jobs.Reader, Emit, CancellationToken.None);
        }
#pragma warning disable CA1031 // The end of a thread: whatever ended it goes to whoever waits for documents.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _jobs.Writer.TryComplete();
            foreach (TaskCompletionSource<DocumentOutcome> waiting in _waiting.Values)
            {
                waiting.TrySetException(failure);
            }
        }
    }

    private void Emit(JobOutcome outcome)
    {
        if (_waiting.TryRemove(outcome.Ticket.Value, out TaskCompletionSource<DocumentOutcome>? done))
        {
            done.SetResult(outcome.Outcome);
        }
    }
}
