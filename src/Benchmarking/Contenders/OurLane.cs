using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Benchmarking.Forcing;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Benchmarking.Contenders;

/// <summary>One lane of ours: a decode loop on a thread of its own.</summary>
internal sealed class OurLane : IStepObserver, IDisposable
{
    private readonly int _number;
    private readonly int _core;
    private readonly EngineSource _source;
    private readonly EngineMeter _meter;
    private readonly ForcedEngine _engine;
    private readonly DecodeLoop _loop;
    private readonly IStepObserver? _observer;
    private readonly Lock _gate = new();
    private Thread? _thread;
    private long _hostTicks;
    private StepFigures _figures;

    public OurLane(int number, EngineSource source, OurOptions options, AnswerBook book)
    {
        (_number, _core, _source) = (number, number * options.Shape.Threads, source);
        _observer = options.Observer;
        _meter = new EngineMeter(source.Create(options.Shape.Threads, Math.Max(options.Shape.Threads, options.ThreadsWhenAlone)), source.Time);
        _engine = new ForcedEngine(_meter, book);
        BatchingOptions batching = new() { RowsPerStep = options.RowsPerStep, DocumentsInFlight = options.DocumentsInFlight };
        DocumentAssembler assembler = new(new AssemblySettings(DeduplicationPolicy.None, UngroundedPolicy.Keep, 0));
        _loop = new DecodeLoop(number, _engine, options.DraftAlways ? batching.DraftingAlways() : batching, options.Policy, assembler, source.Time, this);
    }

    public EngineCapacity Capacity => _engine.Capacity;

    public long Refused => _engine.Refused;

    public ContenderCounters Counters => new(_meter.Steps, _meter.Rows, _meter.EngineTime, TimeSpan.FromTicks(Volatile.Read(ref _hostTicks)) + _meter.AroundTime, _meter.AllocatedBytes);

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

    /// <summary>Starts its thread.</summary>
    /// <param name="jobs">What all lanes take from.</param>
    /// <param name="emit">Receives outcomes.</param>
    /// <param name="failed">Is told what ended it before its time.</param>
    public void Start(IJobSource jobs, Action<JobOutcome> emit, Action<Exception> failed)
    {
        _thread = new Thread(() => Run(jobs, emit, failed)) { IsBackground = true, Name = $"ours {_number}" };
        _thread.Start();
    }

    public void StepDone(in StepReport report)
    {
        _observer?.StepDone(report);
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

    public void DocumentDecoded(JobOutcome outcome) => _observer?.DocumentDecoded(outcome);

    /// <summary>Waits for the thread, which ends once its jobs do.</summary>
    public void Dispose()
    {
        _thread?.Join();
        _engine.Dispose();
    }

    private void Run(IJobSource jobs, Action<JobOutcome> emit, Action<Exception> failed)
    {
        try
        {
            _source.Begin?.Invoke(_core);
            _loop.Run(jobs, emit, CancellationToken.None);
        }
#pragma warning disable CA1031 // The end of a thread: whatever ended it goes to whoever waits for documents.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failed(failure);
        }
    }
}
