using PaDeNer.Benchmarking.Suites;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Decoding.Engine;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Suites;

public class StepNoiseMeterTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0.2083)] // 8 and 12 ms in turns around 10: 2 / 8 and 2 / 12, half of the time each
    public async Task Equal_steps_are_as_far_apart_as_the_machine_makes_them(int deviation, double noise)
    {
        ManualTimeProvider time = new();
        int begun = 0;
        EngineSource source = new((_, _) => new TurningEngine(time, deviation), 1, core => begun += core + 1, time);

        double measured = await new StepNoiseMeter(source).MeasureAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        Assert.Equal(noise, measured, 0.001);
        Assert.Equal(1, begun);
    }

    /// <summary>Takes a little less and a little more than ten milliseconds in turns.</summary>
    private sealed class TurningEngine(ManualTimeProvider time, int deviation) : IDecodeEngine
    {
        private readonly SilentEngine _engine = new();
        private int _steps;

        public EngineCapacity Capacity => _engine.Capacity;

        public string Device => _engine.Device;

        public StepStatus Execute(StepPlan plan, StepResult result)
        {
            Assert.Equal(StepNoiseMeter.Rows, plan.Batch.RowCount);
            time.Advance(TimeSpan.FromMilliseconds(10 + (_steps++ % 2 == 0 ? -deviation : deviation)));
            return _engine.Execute(plan, result);
        }

        public void Dispose() => _engine.Dispose();
    }
}
