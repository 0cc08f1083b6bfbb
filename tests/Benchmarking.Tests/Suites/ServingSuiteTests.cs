using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Suites;
using PaDeNer.Benchmarking.Tests.Load;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Suites;

/// <summary>Systems are queues on a simulated clock: what the suites have to find can be worked out by hand.</summary>
public class ServingSuiteTests
{
    private static readonly ServingSettings Settings = new(
        new ClosedLoopSettings { WarmUpDocuments = 8, Documents = 100 }, 2, 400, 1)
    {
        InFlight = [1, 2, 4, 8],
    };

    private readonly SimulatedTime _time = new();
    private readonly List<string> _notes = [];

    [Fact]
    public void A_peer_is_compared_unloaded_saturated_and_at_its_seventy_percent()
    {
        using SimulatedPacer pacer = new(_time);
        RawRate raw = new("x", 1, 2, 3);

        LlamaServerResult result = _time.Run(new LlamaServerSuite(Settings, _time, pacer, _notes.Add).RunAsync(
            Queue(4, 5), Queue(1, 20), Queue(2, 10), [raw], ForcedDocuments.Some, TestContext.Current.CancellationToken));

        // Unloaded 5, 20 and 10 ms; saturated 800, 50 and 200 documents a second with 4, 1 and 2 in flight.
        Assert.Equal((4, 2), (result.LatencyRatio(result.Plain), result.LatencyRatio(result.Tuned)));
        Assert.Equal((16, 4), (Math.Round(result.ThroughputRatio(result.Plain), 6), Math.Round(result.ThroughputRatio(result.Tuned), 6)));
        Assert.Equal((4, 1, 2), (result.Ours.Saturated.InFlight, result.Plain.Saturated.InFlight, result.Tuned.Saturated.InFlight));
        Assert.Equal(140, result.LoadedRate, 0.001);
        Assert.All(result.Tuned.Loaded, static loaded => Assert.Equal(140, loaded.Rate, 0.001));
        Assert.Equal(["poisson", "bursty"], result.Ours.Loaded.Select(static loaded => loaded.Trace));
        Assert.True(result.P99Ratio(result.Tuned) > 2, $"{result.P99Ratio(result.Tuned)}");
        Assert.Equal([raw], result.RawRates);
    }

    [Fact]
    public void Systems_take_turns_in_another_order_each_round()
    {
        using SimulatedPacer pacer = new(_time);

        _time.Run(new LlamaServerSuite(Settings, _time, pacer, _notes.Add).RunAsync(
            Queue(1, 5, "a"), Queue(1, 20, "b"), Queue(1, 10, "c"), [], ForcedDocuments.Some, TestContext.Current.CancellationToken));

        Assert.Equal(["a", "b", "c", "b", "c", "a"], _notes.Where(static note => note.StartsWith("one document", StringComparison.Ordinal)).Select(static note => note[^1..]));
    }

    [Fact]
    public void Each_system_is_held_to_five_times_its_own_unloaded_median()
    {
        using SimulatedPacer pacer = new(_time);

        IReadOnlyList<GoodputEntry> entries = _time.Run(new GoodputSuite(Settings, _time, pacer, _notes.Add).RunAsync(
            [Queue(1, 10, "slow"), Queue(2, 4, "fast")], ForcedDocuments.Some, TestContext.Current.CancellationToken));

        Assert.Equal(["slow", "fast"], entries.Select(static entry => entry.System));
        Assert.Equal((50, 20), (entries[0].Goodput[0].Objective.TotalMilliseconds, entries[1].Goodput[0].Objective.TotalMilliseconds));
        Assert.Equal((100, 500), (Math.Round(entries[0].Goodput[0].Saturation), Math.Round(entries[1].Goodput[0].Saturation)));
        Assert.All(entries, static entry => Assert.Equal(["poisson", "bursty"], entry.Goodput.Select(static goodput => goodput.Trace)));

        // One server at exponential gaps keeps 99 of 100 within five services at about 60 % of saturation; bursts leave less.
        Assert.InRange(entries[0].Goodput[0].Share, 0.4, 0.8);
        Assert.True(entries[0].Goodput[1].Share < entries[0].Goodput[0].Share);
    }

    [Fact]
    public void Orders_are_compared_on_the_same_arrivals_from_light_load_to_overload()
    {
        using SimulatedPacer pacer = new(_time);
        ServingSettings settings = Settings with { Loads = [0.1, 2] };

        IReadOnlyList<PolicyPoint> points = _time.Run(new PolicySuite(settings, _time, pacer, _notes.Add).RunAsync(
            [Queue(1, 10, "one"), Queue(4, 10, "four")], ForcedDocuments.Some, 100, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));

        Assert.Equal([("one", 10), ("four", 10), ("one", 200), ("four", 200)], points.Select(static point => (point.Result.System, point.Result.Rate)));
        Assert.Equal([1, 1], points.Take(2).Select(static point => point.OnTime));

        // One server at twice what it can do is late for good after some documents; four are half busy.
        Assert.InRange(points[2].OnTime, 0.001, 0.2);
        Assert.Equal(1 - (points[2].Result.Missed / 400.0), points[2].OnTime);
        Assert.InRange(points[3].OnTime, 0.99, 1);
    }

    private QueueSystem Queue(int servers, int milliseconds, string name = "queue") =>
        new(_time, servers, TimeSpan.FromMilliseconds(milliseconds)) { Name = name };
}
