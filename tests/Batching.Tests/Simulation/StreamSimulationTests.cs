using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Batching.Simulation;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Simulation;

/// <summary>What the scheduler promises, over random arrivals, devices and settings.</summary>
public class StreamSimulationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Every_document_ends_once_nothing_is_left_behind_and_work_in_flight_is_bounded()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(RunLength.Of(60, 2000)), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            Random random = new(seed);
            DeviceProfile profile = Devices.Draw(random);
            SimulationSettings settings = new()
            {
                Lanes = 1 + random.Next(4),
                Batching = new BatchingOptions { DocumentsInFlight = random.Next(10), RowsPerStep = 8 + random.Next(120) },
                Policy = BatchingPolicies.All[random.Next(BatchingPolicies.All.Count)],
                QueueLength = 1 + random.Next(40),
                Seed = seed,
            };
            double rate = 20 + (random.NextDouble() * 500);
            SimulatedArrival[] arrivals = Arrivals.Create(
                200, rate, TimeSpan.FromMilliseconds(1 + random.Next(300)), profile.Documents, seed, burst: 1 + (random.NextDouble() * 20));

            // The simulation itself compares engine and ledger after every step, and throws.
            SimulationResult result = new StreamSimulation(profile, settings).Run(arrivals);

            Assert.Equal(200, result.Latencies.Count);
            Assert.All(result.Latencies, static latency => Assert.True(latency > TimeSpan.Zero));
            Assert.Equal(0, result.LeftBehind);
            Assert.InRange(result.MostInFlight, 1, settings.QueueLength + (settings.Lanes * profile.Slots));
            Assert.InRange(result.Utilization, 0.0001, 1.0001);
        }));
    }

    [Fact]
    public void The_same_input_gives_the_same_result()
    {
        SimulatedArrival[] arrivals = Arrivals.Create(500, 150, Second, Devices.News, 4, burst: 5);

        SimulationResult Run() => new StreamSimulation(Devices.TwoCores, new SimulationSettings { Lanes = 2 }).Run(arrivals);

        Assert.Equal(Run().Latencies, Run().Latencies);
    }

    [Fact]
    public void A_document_that_is_alone_meets_any_deadline_it_can_meet()
    {
        DeviceProfile exact = Devices.TwoCores with { Spread = 0 };
        for (int seed = 0; seed < RunLength.Of(20, 500); seed++)
        {
            SimulatedArrival[] apart = Arrivals.Create(50, 2, Second, Devices.News, seed);
            StreamSimulation simulation = new(exact, new SimulationSettings { Lanes = 2 });
            SimulationResult first = simulation.Run([.. apart.Select(static (arrival, i) => arrival with { At = Second * i })]);

            SimulationResult tight = simulation.Run([.. apart.Select((arrival, i) => arrival with { At = Second * i, Objective = first.Latencies[i] * 1.001 })]);

            Assert.DoesNotContain(true, tight.Late);
        }
    }

    [Fact]
    public void At_half_the_capacity_one_in_fifty_at_most_misses_five_times_the_unloaded_latency()
    {
        foreach (DeviceProfile profile in new[] { Devices.TwoCores, Devices.SlowStart, Devices.Gpu })
        {
            (double capacity, TimeSpan unloaded) = Devices.Limits(profile, new BatchingOptions());

            SimulationResult result = new StreamSimulation(profile, new SimulationSettings { Lanes = profile.Lanes })
                .Run(Arrivals.Create(3000, capacity * 0.5, unloaded * 5, Devices.News, 1));

            Assert.True(result.Late.Count(static late => late) <= 60, $"{profile.Name}: {result.Late.Count(static late => late)} of 3000 late.");
        }
    }

    [Fact]
    public void Least_slack_misses_no_more_deadlines_than_arrival_order_on_the_same_arrivals()
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        int byArrival = 0;
        int bySlack = 0;
        for (int seed = 0; seed < RunLength.Of(15, 200); seed++)
        {
            SimulatedArrival[] arrivals = Arrivals.Create(400, capacity * 0.9, TimeSpan.Zero, Devices.News, seed, burst: 4);
            arrivals = [.. arrivals.Select((arrival, i) => arrival with { Objective = i % 4 == 0 ? unloaded * 4 : unloaded * 80 })];
            bySlack += Misses(new SimulationSettings { Lanes = 2, Seed = seed }, arrivals);
            byArrival += Misses(new SimulationSettings { Lanes = 2, Seed = seed, Policy = new ArrivalOrderPolicy(), QueueByArrival = true }, arrivals);
        }

        Assert.True(byArrival >= 150, $"Arrival order misses only {byArrival} of 6000: the load is too light to tell.");
        Assert.True(bySlack * 6 <= byArrival * 5, $"Least slack misses {bySlack}, arrival order {byArrival}.");

        static int Misses(SimulationSettings settings, SimulatedArrival[] arrivals) =>
            new StreamSimulation(Devices.TwoCores, settings).Run(arrivals).Late.Count(static late => late);
    }

    [Fact]
    public void Under_overload_everybody_ends_and_as_many_as_possible_are_on_time()
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        SimulatedArrival[] arrivals = Arrivals.Create(2000, capacity * 1.5, unloaded * 5, Devices.News, 3);

        SimulationResult bySlack = new StreamSimulation(Devices.TwoCores, new SimulationSettings { Lanes = 2, QueueLength = 2000 }).Run(arrivals);
        SimulationResult byArrival = new StreamSimulation(
            Devices.TwoCores, new SimulationSettings { Lanes = 2, QueueLength = 2000, Policy = new ArrivalOrderPolicy(), QueueByArrival = true }).Run(arrivals);

        Assert.True(bySlack.Goodput >= 5 * byArrival.Goodput, $"{bySlack.Goodput:0} against {byArrival.Goodput:0} documents on time per second.");
        // By deadline alone, without giving up those that cost most, it would be 55 %.
        Assert.True(bySlack.Goodput >= 0.65 * capacity, $"{bySlack.Goodput:0} documents on time per second of {capacity:0}.");
        Assert.True(bySlack.Throughput >= 0.9 * capacity, $"{bySlack.Throughput:0} documents per second of {capacity:0}.");
    }

    [Fact]
    public void Lanes_share_the_work()
    {
        SimulationResult one = new StreamSimulation(Devices.TwoCores, new SimulationSettings { Lanes = 1 }).Run(Burst());
        SimulationResult four = new StreamSimulation(Devices.TwoCores, new SimulationSettings { Lanes = 4 }).Run(Burst());

        Assert.InRange(four.Throughput / one.Throughput, 3.4, 4.1);

        static SimulatedArrival[] Burst() => Arrivals.Create(800, double.PositiveInfinity, Second, Devices.News, 6);
    }
}
