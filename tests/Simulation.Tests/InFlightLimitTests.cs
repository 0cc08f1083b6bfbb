using PaDeNer.Batching;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Simulation.Tests;

/// <summary>The number of documents in flight that lanes find, against every fixed one.</summary>
public class InFlightLimitTests(ITestOutputHelper output)
{
    public static TheoryData<string> DeviceNames => [.. Profiles.Keys];

    private static readonly Dictionary<string, DeviceProfile> Profiles =
        new[] { Devices.TwoCores, Devices.SlowStart, Devices.Attention, Devices.Gpu, Devices.NarrowGpu }.ToDictionary(static profile => profile.Name, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void It_comes_within_three_percent_of_the_best_fixed_number_at_its_latency(string device)
    {
        DeviceProfile profile = Profiles[device];
        double best = 0;
        int bestNumber = 0;
        foreach (int documents in new[] { 1, 2, 4, 8, 16, 32, 64, 128 })
        {
            double throughput = Run(profile, documents, double.PositiveInfinity).Throughput;
            (best, bestNumber) = throughput > best ? (throughput, documents) : (best, bestNumber);
        }

        SimulationResult found = Run(profile, 0, double.PositiveInfinity);
        SimulationResult foundAtLoad = Run(profile, 0, best * 0.7);
        SimulationResult bestAtLoad = Run(profile, bestNumber, best * 0.7);

        output.WriteLine(
            $"{device}: fixed {bestNumber}: {best:0} documents/s, p50 {bestAtLoad.Percentile(0.5):0.0} ms at 70 %; found {string.Join(' ', found.DocumentLimits)}: {found.Throughput:0}/s, p50 {foundAtLoad.Percentile(0.5):0.0} ms");
        Assert.True(found.Throughput >= 0.97 * best, $"{found.Throughput:0} documents/s with {string.Join(' ', found.DocumentLimits)}, {best:0} with {bestNumber}.");
        Assert.True(foundAtLoad.Percentile(0.5) <= 1.2 * bestAtLoad.Percentile(0.5), $"p50 {foundAtLoad.Percentile(0.5):0.0} ms against {bestAtLoad.Percentile(0.5):0.0} ms.");
    }

    private static SimulationResult Run(DeviceProfile profile, int documents, double perSecond)
    {
        SimulationSettings settings = new()
        {
            Lanes = profile.Lanes,
            Batching = new BatchingOptions { DocumentsInFlight = documents, RowsPerStep = profile.RowsPerStep },
        };
        return new StreamSimulation(profile, settings).Run(Arrivals.Create(profile.Lanes == 2 ? RunLength.Of(2500, 4000) : RunLength.Of(8000, 16000), perSecond, TimeSpan.FromSeconds(1), profile.Documents, 7));
    }
}
