using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Simulation.Tests;

/// <summary>
/// In order of arrival, whatever the deadlines. What is begun in order may end in another one, unless it is alone; the daemon's ledger
/// restores the order of a partition.
/// </summary>
public class OrderTests
{
    private const int Documents = 200;

    [Fact]
    public void Each_lane_begins_its_documents_in_the_order_in_which_they_came()
    {
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            Random random = new(seed);
            Beginnings begun = Run(Devices.Draw(random), random, random.Next(10), 1 + random.Next(4)).Begun;

            foreach (IGrouping<int, int> lane in Enumerable.Range(0, Documents).GroupBy(document => begun.Lane[document]))
            {
                AssertInOrder(seed, [.. lane.Select(document => begun.At[document])]);
            }
        }
    }

    [Fact]
    public void All_lanes_together_do_so_where_slots_and_cells_are_not_scarce()
    {
        for (int seed = 0; seed < RunLength.Of(20, 1000); seed++)
        {
            Random random = new(seed);
            DeviceProfile device = Devices.Draw(random) with { Slots = 1024, KvCells = 65536 };

            AssertInOrder(seed, Run(device, random, 1 + random.Next(9), 1 + random.Next(4)).Begun.At);
        }
    }

    [Fact]
    public void One_lane_with_one_document_at_a_time_ends_them_in_the_order_in_which_they_came()
    {
        for (int seed = 0; seed < RunLength.Of(20, 1000); seed++)
        {
            Random random = new(seed);

            AssertInOrder(seed, Run(Devices.Draw(random), random, inFlight: 1, lanes: 1).Ended);
        }
    }

    private static (Beginnings Begun, TimeSpan[] Ended) Run(DeviceProfile device, Random random, int inFlight, int lanes)
    {
        Beginnings begun = new(Documents);
        SimulationSettings settings = new()
        {
            Lanes = lanes,
            Batching = new BatchingOptions { DocumentsInFlight = inFlight, RowsPerStep = 8 + random.Next(120) },
            Order = QueueOrder.Arrival,
            QueueLength = 1 + random.Next(100),
            Observer = begun,
        };
        SimulatedArrival[] arrivals = Arrivals.Create(
            Documents, 20 + random.Next(500), TimeSpan.Zero, device.Documents, random.Next(), burst: 1 + (random.NextDouble() * 20));
        arrivals = [.. arrivals.Select(arrival => arrival with { Objective = TimeSpan.FromMilliseconds(random.Next(300)) })];

        SimulationResult result = new StreamSimulation(device, settings).Run(arrivals);

        return (begun, [.. result.Latencies.Select((latency, i) => arrivals[i].At + latency)]);
    }

    private static void AssertInOrder(int seed, TimeSpan[] moments)
    {
        for (int i = 1; i < moments.Length; i++)
        {
            Assert.True(moments[i] >= moments[i - 1] - Beginnings.Moment, $"seed {seed}: number {i} came at {moments[i]}, the one before it at {moments[i - 1]}.");
        }
    }
}
