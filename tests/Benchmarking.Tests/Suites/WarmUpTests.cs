using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Suites;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Tests.Suites;

public class WarmUpTests
{
    private static readonly BenchSettings Settings = new(4, 1, 4, 1, 0, 1) { WarmUpDocuments = 2, SettleTime = TimeSpan.Zero };
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Only_engines_of_several_threads_can_be_given_up()
    {
        Workload workload = new Bench().AdaMetBob();
        SlowSystem slow = new("a", _clock, 500);
        SlowSystem threads = new("a", _clock, 5);
        SlowSystem hopeless = new("b", _clock, 900);
        SlowSystem untried = new("c", _clock, 1);
        Entry[] entries =
        [
            new(slow, new EngineConfiguration(2, 1)), new(new SlowSystem("b", _clock, 10), new EngineConfiguration(2, 1)),
            new(threads, new EngineConfiguration(1, 2)), new(hopeless, new EngineConfiguration(1, 2)), new(untried, new EngineConfiguration(1, 2)),
        ];

        (IReadOnlyList<Entry> kept, IReadOnlyList<DroppedConfiguration> dropped) =
            await new WarmUp(Settings, _clock, static () => { }).RunAsync(workload, entries, TestContext.Current.CancellationToken);

        Assert.Equal(entries[..3], kept); // one thread stays, however slow; two threads that are faster stay
        Assert.Equal(["b"], dropped.Where(static configuration => configuration.Factor == 90).Select(static configuration => configuration.System).Take(1));
        Assert.Equal(0, untried.Decoded);
    }

    private sealed class SlowSystem(string name, TestClock clock, int milliseconds) : ISystemUnderTest
    {
        public int Decoded { get; private set; }

        public string Name => name;

        public string Description => name;

        public SystemCounters Counters => default;

        public Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken)
        {
            Decoded++;
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class TestClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;
    }
}
