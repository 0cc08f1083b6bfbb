using PaDeNer.Batching;

namespace PaDeNer.Simulation.Tests;

/// <summary>A profile recorded from a simulated device is that device's profile again.</summary>
public class ProfileRecorderTests
{
    [Fact]
    public void Step_times_are_found_again()
    {
        DeviceProfile recorded = Record(Devices.TwoCores, 1500);

        foreach ((int rows, int cells, int outputs) in new[] { (1, 40, 1), (8, 100, 4), (40, 150, 6), (120, 300, 10) })
        {
            Assert.InRange(recorded.StepMilliseconds.Of(rows, cells, outputs) / Devices.TwoCores.StepMilliseconds.Of(rows, cells, outputs), 0.9, 1.1);
        }

        Assert.InRange(recorded.Spread, 0.06, 0.1);
    }

    [Fact]
    public void Simulated_again_it_carries_the_load_that_was_recorded()
    {
        DeviceProfile recorded = Record(Devices.SlowStart, 1500);

        (double before, TimeSpan unloadedBefore) = Devices.Limits(Devices.SlowStart, new BatchingOptions());
        (double after, TimeSpan unloadedAfter) = Devices.Limits(recorded, new BatchingOptions());

        Assert.InRange(after / before, 0.9, 1.1);
        Assert.InRange(unloadedAfter / unloadedBefore, 0.85, 1.15);
    }

    [Fact]
    public void Too_few_steps_make_no_profile() =>
        Assert.Throws<InvalidOperationException>(() => Record(Devices.TwoCores, 5));

    private static DeviceProfile Record(DeviceProfile device, int documents)
    {
        ProfileRecorder recorder = new();
        SimulationSettings settings = new() { Lanes = device.Lanes, Batching = new BatchingOptions { DocumentsInFlight = 4 }, Observer = recorder };
        new StreamSimulation(device, settings).Run(Arrivals.Create(documents, 150, TimeSpan.FromSeconds(1), device.Documents, 2));
        return recorder.Profile("again", "device", "model", "a test", device.Lanes, device.LaneCapacity(), device.RowsPerStep, device.WindowTokens) with
        {
            BytesPerToken = device.BytesPerToken,
        };
    }
}
