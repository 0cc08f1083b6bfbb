using PaDeNer.Benchmarking.Systems;
using PaDeNer.Decoding.Engine;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Systems;

public class EngineMeterTests
{
    private static readonly EngineCapacity Capacity = new(1, 256, 8, 8, 256);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void What_an_engine_does_around_the_model_is_not_the_models_time()
    {
        using EngineMeter meter = new(new ClockedEngine(_clock), _clock);

        meter.Execute(new StepPlan(Capacity), new StepResult(Capacity));
        meter.Execute(new StepPlan(Capacity), new StepResult(Capacity));

        Assert.Equal(14, meter.EngineTime.TotalMilliseconds, 0.1);
        Assert.Equal(6, meter.AroundTime.TotalMilliseconds, 0.1);
    }

    /// <summary>Takes 10 ms a step, 7 of them for the model.</summary>
    private sealed class ClockedEngine(ManualTimeProvider clock) : IDecodeEngine, IComputeClock
    {
        public EngineCapacity Capacity => EngineMeterTests.Capacity;

        public string Device => "clock";

        public TimeSpan ComputeTime { get; private set; }

        public StepStatus Execute(StepPlan plan, StepResult result)
        {
            clock.Advance(TimeSpan.FromMilliseconds(10));
            ComputeTime += TimeSpan.FromMilliseconds(7);
            return StepStatus.Ok;
        }

        public void Dispose()
        {
        }
    }
}
