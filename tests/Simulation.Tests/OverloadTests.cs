using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Simulation.Tests;

/// <summary>Nobody starves: when more comes than can be done, for as long as the run lasts, and enough of it is never late.</summary>
public class OverloadTests
{
    private const int Documents = 500;

    /// <summary>
    /// One row of text in eight taken is a late document's while some wait, in the order in which they became late; those that come after
    /// a document is due are due later themselves. So before it go the others that wait when it is due, and seven rows of punctual ones
    /// for each of theirs; the last of these may be the longest text. Slots and cells are never scarce here: a document begins as soon as
    /// it is taken.
    /// </summary>
    [Fact]
    public void A_document_that_is_due_begins_within_eight_times_as_many_rows_as_wait_then()
    {
        int late = 0;
        for (int seed = 0; seed < RunLength.Of(24, 500); seed++)
        {
            Random random = new(seed);
            DeviceProfile device = (random.Next(2) == 0 ? Devices.TwoCores : Devices.SlowStart) with { Slots = 512, KvCells = 32768 };
            Beginnings begun = new(Documents);
            SimulationSettings settings = new()
            {
                Lanes = 1 + random.Next(3),
                Batching = new BatchingOptions { DocumentsInFlight = random.Next(7) },
                QueueLength = 20 + random.Next(Documents),
                Seed = seed,
                Observer = begun,
            };
            SimulatedArrival[] arrivals = Overload(random, device, settings);

            SimulationResult result = new StreamSimulation(device, settings).Run(arrivals);

            Assert.DoesNotContain(TimeSpan.Zero, result.Latencies);
            int Rows(int document) => arrivals[document].Document.TextTokens + 1;
            int longest = Enumerable.Range(0, Documents).Max(Rows);
            for (int i = 0; i < Documents; i++)
            {
                TimeSpan due = arrivals[i].At + arrivals[i].Objective;
                if (begun.At[i] > due + Beginnings.Moment)
                {
                    int waiting = Enumerable.Range(0, Documents)
                        .Where(other => arrivals[other].At <= due + Beginnings.Moment && begun.At[other] > due - Beginnings.Moment)
                        .Sum(Rows);
                    int before = Enumerable.Range(0, Documents)
                        .Where(other => begun.At[other] > due + Beginnings.Moment && begun.At[other] < begun.At[i] - Beginnings.Moment)
                        .Sum(Rows);
                    Assert.True(
                        before <= (LateLastJobs.LateShare * waiting) + longest,
                        $"seed {seed}: {before} rows began after document {i} was due and before it began; {waiting} waited when it was due.");
                    late++;
                }
            }
        }

        Assert.True(late > 2000, $"Only {late} documents were late.");
    }

    /// <summary>Two to four times what the lanes can do: half of it is never late, a quarter always, a quarter has hardly time.</summary>
    private static SimulatedArrival[] Overload(Random random, DeviceProfile device, SimulationSettings settings)
    {
        TimeSpan never = TimeSpan.FromSeconds(1000);
        SimulatedArrival[] sample = Arrivals.Create(100, double.PositiveInfinity, never, Devices.News, 1);
        double capacity = new StreamSimulation(device, settings with { QueueLength = sample.Length }).Run(sample).Throughput;
        SimulatedArrival[] arrivals = Arrivals.Create(
            Documents, capacity * (2 + (2 * random.NextDouble())), never, Devices.News, random.Next(), burst: 1 + (random.NextDouble() * 8));
        return [.. arrivals.Select(arrival => random.Next(4) switch
        {
            0 => arrival with { Objective = TimeSpan.Zero },
            1 => arrival with { Objective = TimeSpan.FromMilliseconds(1 + random.Next(100)) },
            _ => arrival,
        })];
    }
}
