using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Load;

public class ClosedLoopTests
{
    private static readonly ClosedLoopSettings Settings = new() { WarmUpDocuments = 10, Documents = 100 };

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void As_many_are_in_flight_as_asked_for_and_never_more(int inFlight)
    {
        (_, QueueSystem system) = Run(servers: 2, inFlight, Settings);

        Assert.Equal((inFlight, 0), (system.MostInFlight, system.InFlight));
    }

    [Fact]
    public void Throughput_and_latency_are_those_of_a_queue()
    {
        (ClosedLoopResult result, _) = Run(servers: 2, 6, Settings);

        // Two servers of 10 ms give 200 a second; six in flight wait three rounds each.
        Assert.Equal(200, result.DocumentsPerSecond, 0.001);
        Assert.Equal(new LatencySummary(100, 30, 30, 30, 30, 30), result.Latency);
    }

    [Fact]
    public void What_was_spent_is_counted_over_the_measured_documents_only()
    {
        (ClosedLoopResult result, _) = Run(servers: 1, 1, Settings);

        Assert.Equal(new SystemCounters(300, 4000, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(100), 2400), result.Spent);
        Assert.Equal((3, 40, 0.1, 8), (result.StepsPerDocument, result.TokensPerDocument, result.HostShare, result.AllocatedBytesPerStep));
    }

    [Fact]
    public void Measuring_ends_after_the_longest_time()
    {
        (ClosedLoopResult result, _) = Run(servers: 1, 1, Settings with { Documents = 1_000_000, LongestTime = TimeSpan.FromMilliseconds(250) });

        Assert.Equal(25, result.Documents);
        Assert.Equal(100, result.DocumentsPerSecond, 0.001);
    }

    [Fact]
    public void A_failure_ends_the_run_and_is_handed_on()
    {
        SimulatedTime time = new();
        QueueSystem system = new(time, 2, TimeSpan.FromMilliseconds(10)) { Failing = 20 };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
            time.Run(new ClosedLoop(time).RunAsync(system, ForcedDocuments.Some, 4, Settings, TestContext.Current.CancellationToken)));
        Assert.Equal("failed on purpose", error.Message);
        Assert.InRange(system.Submitted, 20, 30);
    }

    [Fact]
    public void Saturation_is_the_highest_throughput_and_the_fewest_in_flight_that_nearly_reach_it()
    {
        SimulatedTime time = new();
        QueueSystem system = new(time, 6, TimeSpan.FromMilliseconds(10));

        SaturationResult result = time.Run(new SaturationSearch(time).RunAsync(
            system, ForcedDocuments.Some, [1, 2, 4, 8, 16], Settings with { WarmUpDocuments = 48, Documents = 480 }, TestContext.Current.CancellationToken));

        Assert.Equal(600, result.DocumentsPerSecond, 0.001);
        Assert.Equal((8, 1), (result.Saturated.InFlight, result.Unloaded.InFlight));
        Assert.Equal([1, 2, 4, 8, 16], result.Points.Select(static point => point.InFlight));
    }

    [Fact]
    public void Saturation_search_ends_after_throughput_has_fallen_twice()
    {
        SimulatedTime time = new();
        QueueSystem system = new(time, 1, TimeSpan.FromMilliseconds(10)) { Crowding = 0.1 };

        SaturationResult result = time.Run(new SaturationSearch(time).RunAsync(
            system, ForcedDocuments.Some, SaturationSearch.DefaultSteps, Settings, TestContext.Current.CancellationToken));

        Assert.Equal([1, 2, 4], result.Points.Select(static point => point.InFlight));
        Assert.Equal(result.Unloaded, result.Saturated);
    }

    [Fact]
    public void Saturated_is_the_first_within_three_percent_of_the_highest()
    {
        ClosedLoopResult best = new("x", 1, 97, TimeSpan.FromSeconds(1), LatencySummary.Of([]), default);

        Assert.Equal(1, new SaturationResult("x", [best, best with { InFlight = 2, Documents = 100 }]).Saturated.InFlight);
        Assert.Equal(2, new SaturationResult("x", [best, best with { InFlight = 2, Documents = 101 }]).Saturated.InFlight);
    }

    private static (ClosedLoopResult Result, QueueSystem System) Run(int servers, int inFlight, ClosedLoopSettings settings)
    {
        SimulatedTime time = new();
        QueueSystem system = new(time, servers, TimeSpan.FromMilliseconds(10));
        ClosedLoopResult result = time.Run(new ClosedLoop(time).RunAsync(
            system, ForcedDocuments.Some, inFlight, settings, TestContext.Current.CancellationToken));
        return (result, system);
    }
}
