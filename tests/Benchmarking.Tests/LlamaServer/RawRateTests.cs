using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Decoding.Engine;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.LlamaServer;

public class RawRateTests
{
    [Fact]
    public void An_engine_of_ours_is_measured_with_the_rows_of_llama_bench()
    {
        ManualTimeProvider time = new();
        TestModel model = new();
        using SlowEngine engine = new(model.NewEngine(), time);

        RawRate rate = new RawRateMeter(time).Measure(engine, "in memory", 1);

        // A step takes 1 ms and 0.01 ms a row: 128 rows in 2.28 ms, one row in 1.01 ms.
        Assert.Equal(128 / 0.00228, rate.PrefillRowsPerSecond, 100.0);
        Assert.Equal(1 / 0.00101, rate.SingleRowsPerSecond, 5.0);
        Assert.Equal(1 + RawRateParameters.Repetitions, engine.StepsOf(128));
        Assert.Equal((1 + RawRateParameters.Repetitions) * RawRateParameters.SingleRows, engine.StepsOf(1));
    }

    [Fact]
    public void An_engine_that_is_too_small_is_refused()
    {
        TestModel model = new(capacity: new EngineCapacity(4, 2048, 64, 4, 512));
        using InMemoryEngine engine = model.NewEngine();

        Assert.Throws<ArgumentException>(() => new RawRateMeter(new ManualTimeProvider()).Measure(engine, "in memory", 1));
    }

    [Fact]
    public void Rates_are_read_from_what_llama_bench_prints()
    {
        RawRate rate = LlamaBench.Read(
            """[{"n_prompt":128,"n_gen":0,"avg_ts":3800.5},{"n_prompt":0,"n_gen":64,"avg_ts":250.25}]""", "llama-bench, x", 2);

        Assert.Equal(new RawRate("llama-bench, x", 2, 3800.5, 250.25), rate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("error: no model")]
    [InlineData("[]")]
    [InlineData("""{"n_prompt":128}""")]
    [InlineData("""[{"n_prompt":128,"avg_ts":1}]""")]
    public void Anything_else_is_no_rate(string output) => Assert.Throws<LlamaServerUnavailableException>(() => LlamaBench.Read(output, "x", 2));

    /// <summary>Takes 1 ms for a step and 0.01 ms for each row.</summary>
    private sealed class SlowEngine(InMemoryEngine engine, ManualTimeProvider time) : IDecodeEngine
    {
        private readonly List<int> _rows = [];

        public EngineCapacity Capacity => engine.Capacity;

        public string Device => engine.Device;

        public int StepsOf(int rows) => _rows.Count(count => count == rows);

        public StepStatus Execute(StepPlan plan, StepResult result)
        {
            _rows.Add(plan.Batch.RowCount);
            time.Advance(TimeSpan.FromMilliseconds(1 + (0.01 * plan.Batch.RowCount)));
            return engine.Execute(plan, result);
        }

        public void Dispose() => engine.Dispose();
    }
}
