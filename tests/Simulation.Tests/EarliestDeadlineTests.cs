using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Simulation.Tests;

public class EarliestDeadlineTests
{
    /// <summary>The first of them finds the lane idle; what comes after it is due in another order than it came.</summary>
    [Fact]
    public void Those_that_wait_together_end_in_the_order_of_their_deadlines_where_one_is_decoded_at_a_time()
    {
        for (int seed = 0; seed < RunLength.Of(20, 500); seed++)
        {
            Random random = new(seed);
            SimulatedArrival[] arrivals = Arrivals.Create(60, 1000, TimeSpan.Zero, Devices.News, seed);
            arrivals = [.. arrivals.Select(arrival => arrival with { At = TimeSpan.Zero, Objective = TimeSpan.FromMilliseconds(random.Next(3000)) })];
            SimulationSettings settings = new()
            {
                Lanes = 1,
                Batching = new BatchingOptions { DocumentsInFlight = 1 },
                Order = QueueOrder.EarliestDeadline,
            };

            IReadOnlyList<TimeSpan> ended = new StreamSimulation(Devices.TwoCores, settings).Run(arrivals).Latencies;

            int[] byEnd = [.. Enumerable.Range(0, arrivals.Length).OrderBy(i => ended[i]).Skip(1)];
            Assert.Equal(byEnd.Order().OrderBy(i => arrivals[i].Objective), byEnd);
        }
    }
}
