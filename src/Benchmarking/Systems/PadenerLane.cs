using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>One lane of <see cref="PadenerSystem"/> with its meters.</summary>
internal sealed class PadenerLane : IDisposable
{
    private readonly EngineMeter _meter;
    private readonly ForcedEngine _engine;
    private readonly Lock _gate = new();
    private long _hostTicks;
    private StepFigures _figures;

    public PadenerLane(int number, EngineSource source, PadenerOptions options, AnswerBook book)
    {
        int core = number * options.Configuration.Threads;
        _meter = new EngineMeter(source.Create(options.Configuration.Threads, Math.Max(options.Configuration.Threads, options.ThreadsWhenAlone)), source.Time);
        _engine = new ForcedEngine(_meter, book);
        Engine = new EngineLane(_engine, () => source.Begin?.Invoke(core));
    }

    /// <summary>The engine that the lane runs on.</summary>
    public EngineLane Engine { get; }

    public EngineCapacity Capacity => _engine.Capacity;

    public long Refused => _engine.Refused;

    public SystemCounters Counters => new(_meter.Steps, _meter.Rows, _meter.EngineTime, TimeSpan.FromTicks(Volatile.Read(ref _hostTicks)) + _meter.AroundTime, _meter.AllocatedBytes);

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

    /// <summary>Counts a step; on the lane's thread.</summary>
    public void Add(in StepReport report)
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

    /// <summary>Frees the engine. Called after the lane's thread has ended.</summary>
    public void Dispose() => _engine.Dispose();
}

/// <summary>Figures of the decode loop's steps, summed over steps and lanes.</summary>
/// <param name="Predicted">Steps whose time was predicted before they ran.</param>
/// <param name="RelativeErrorSum">Sum over them of |predicted - taken| / taken.</param>
/// <param name="LoopBytes">Bytes the lanes' threads allocated in all: steps, and what documents themselves need.</param>
internal readonly record struct StepFigures(long Predicted, double RelativeErrorSum, long LoopBytes)
{
    /// <summary>Mean absolute error of step times, relative to the time taken; 0 where none was predicted.</summary>
    public double PredictionError => Predicted == 0 ? 0 : RelativeErrorSum / Predicted;

    /// <summary>Both together.</summary>
    public static StepFigures operator +(StepFigures first, StepFigures second) => new(
        first.Predicted + second.Predicted, first.RelativeErrorSum + second.RelativeErrorSum, first.LoopBytes + second.LoopBytes);

    /// <summary>What came between two readings.</summary>
    public static StepFigures operator -(StepFigures later, StepFigures earlier) => new(
        later.Predicted - earlier.Predicted, later.RelativeErrorSum - earlier.RelativeErrorSum, later.LoopBytes - earlier.LoopBytes);
}
