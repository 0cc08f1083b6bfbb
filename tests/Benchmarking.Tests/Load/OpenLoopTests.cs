using PaDeNer.Benchmarking.Load;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Load;

public class OpenLoopTests
{
    private static readonly TimeSpan Service = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Latency_counts_from_the_schedule_and_not_from_the_submit()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time) { Late = TimeSpan.FromMilliseconds(3) };

        OpenLoopResult result = Run(time, pacer, new QueueSystem(time, 1, Service), Even(20), 50);

        Assert.Equal(new LatencySummary(20, 13, 13, 13, 13, 13), result.Latency);
        Assert.Equal(3, result.Lateness.P50);
    }

    [Fact]
    public void A_held_up_generator_shows_in_the_latency()
    {
        SimulatedTime time = new();

        // Every wait ends 30 ms late, and the next document is due 20 ms after the last: each is submitted later than the one before.
        using SimulatedPacer pacer = new(time) { Late = TimeSpan.FromMilliseconds(30) };
        OpenLoopResult result = Run(time, pacer, new QueueSystem(time, 100, Service), Even(10), 50);

        Assert.Equal(40, result.Latency.P50);
    }

    [Fact]
    public void Waiting_behind_others_is_part_of_the_latency()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time);

        // 200 a second for a server of 100 a second: each waits 5 ms longer than the one before.
        OpenLoopResult result = Run(time, pacer, new QueueSystem(time, 1, Service), Even(101), 200);

        Assert.Equal((10 + (50 * 5), 10 + (100 * 5)), (result.Latency.P50, result.Latency.Max));
    }

    [Fact]
    public void Documents_keep_arriving_while_the_system_is_busy()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time);
        QueueSystem system = new(time, 1, Service);

        OpenLoopResult result = Run(time, pacer, system, Even(101), 200);

        Assert.InRange(system.MostInFlight, 50, 52);
        Assert.Equal((101, 0), (result.Documents, system.InFlight));
    }

    [Fact]
    public void Goodput_is_found_by_bisection()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time);
        QueueSystem system = new(time, 1, Service);

        // Evenly spaced, one server of 10 ms keeps 10.5 ms up to 100 a second and not beyond it.
        GoodputResult result = time.Run(new GoodputSearch(new OpenLoop(time, pacer)).RunAsync(
            system, ForcedDocuments.Some, Even(1000), TimeSpan.FromMilliseconds(10.5), 160, TestContext.Current.CancellationToken));

        Assert.InRange(result.Rate, 98.7, 100);
        Assert.Equal(GoodputSearch.Halvings, result.Probes.Count);
        Assert.Equal(result.Rate / 160, result.Share);
        Assert.Equal(result.Curve.Select(static probe => probe.Rate).Order(), result.Curve.Select(static probe => probe.Rate));
        Assert.All(result.Probes, probe => Assert.Equal(probe.Rate <= result.Rate, probe.Meets(result.Objective)));
        Assert.All(system.Objectives, objective => Assert.Equal(result.Objective, objective));
    }

    [Fact]
    public void A_run_that_cannot_keep_the_objective_any_more_is_broken_off()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time);
        QueueSystem system = new(time, 1, Service);

        // 200 a second for a server of 100 a second: document 4 is the first to take more than 20 ms, and 10 of 1000 may.
        OpenLoopResult result = time.Run(new OpenLoop(time, pacer).RunAsync(
            system, ForcedDocuments.Some, Even(1000), 200, TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken, breakOff: true));

        Assert.InRange(result.Documents, 14, 30);
        Assert.Equal((result.Documents, 0), (system.Submitted, system.InFlight));
        Assert.False(result.Meets(TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void A_run_that_just_keeps_the_objective_is_played_to_its_end()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time);
        ArrivalTrace trace = new("ten at once", [.. Enumerable.Range(0, 990).Select(static i => (double)i), .. Enumerable.Range(0, 10).Select(static _ => 990.0)]);

        // 50 a second: each but the last ten finds the server idle; nine of those wait.
        OpenLoopResult result = time.Run(new OpenLoop(time, pacer).RunAsync(
            new QueueSystem(time, 1, Service), ForcedDocuments.Some, trace, 50, TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken, breakOff: true));

        Assert.Equal((1000, 100), (result.Documents, result.Latency.Max));
        Assert.True(result.Meets(TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void Goodput_is_zero_where_no_rate_keeps_the_objective()
    {
        SimulatedTime time = new();
        using SimulatedPacer pacer = new(time);

        GoodputResult result = time.Run(new GoodputSearch(new OpenLoop(time, pacer)).RunAsync(
            new QueueSystem(time, 1, Service), ForcedDocuments.Some, Even(50), TimeSpan.FromMilliseconds(9), 100, TestContext.Current.CancellationToken));

        Assert.Equal((0, 0), (result.Rate, result.Share));
        Assert.Equal([50.0, 25, 12.5, 6.25], result.Probes.Select(static probe => probe.Rate));
    }

    [Fact]
    public async Task The_pacer_waits_on_the_real_clock_and_is_never_early()
    {
        using ThreadPacer pacer = new(TimeProvider.System, static _ => Thread.Yield());
        for (int i = 0; i < 20; i++)
        {
            long due = TimeProvider.System.GetTimestamp() + (TimeProvider.System.TimestampFrequency / 1000 * i / 7);
            await pacer.UntilAsync(due);

            Assert.True(TimeProvider.System.GetTimestamp() >= due);
        }
    }

    private static OpenLoopResult Run(SimulatedTime time, SimulatedPacer pacer, QueueSystem system, ArrivalTrace trace, double rate) =>
        time.Run(new OpenLoop(time, pacer).RunAsync(system, ForcedDocuments.Some, trace, rate, null, TestContext.Current.CancellationToken));

    private static ArrivalTrace Even(int count) => new("even", [.. Enumerable.Range(0, count).Select(static i => (double)i)]);
}
