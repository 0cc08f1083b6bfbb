using PaDeNer.Batching;
using PaDeNer.Batching.Admission;

namespace PaDeNer.Simulation.Tests;

/// <summary>What every order of the queue has to keep on a device with a clock.</summary>
public class QueueOrderTests
{
    public static TheoryData<string> Names => new(QueueOrders.ByName.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Under_overload_everybody_ends_at_the_rate_that_the_device_has(string name)
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        SimulatedArrival[] arrivals = Arrivals.Create(800, capacity * 1.5, unloaded * 5, Devices.News, 3);
        SimulationSettings settings = new() { Lanes = 2, QueueLength = 400, Order = QueueOrders.ByName[name] };

        SimulationResult result = new StreamSimulation(Devices.TwoCores, settings).Run(arrivals);

        Assert.DoesNotContain(TimeSpan.Zero, result.Latencies);
        Assert.Equal(0, result.LeftBehind);
        Assert.True(result.Throughput >= 0.85 * capacity, $"{result.Throughput:0} documents per second of {capacity:0}.");
    }
}
