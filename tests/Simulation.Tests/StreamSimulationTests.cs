using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Simulation.Tests;

/// <summary>What the scheduler promises, over random arrivals, devices and settings.</summary>
public class StreamSimulationTests(ITestOutputHelper output)
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
                Order = (QueueOrder)random.Next(3),
                QueueLength = 1 + random.Next(40),
                Seed = seed,
            };
            double rate = 20 + (random.NextDouble() * 500);
            SimulatedArrival[] arrivals = Arrivals.Create(
                200, rate, TimeSpan.FromMilliseconds(1 + random.Next(300)), profile.Documents, seed, burst: 1 + (random.NextDouble() * 20));
            int orders = random.Next(6);
            arrivals = [.. arrivals.Select(arrival => arrival with { Order = random.Next(6) < orders ? new OrderGroup(random.Next(orders)) : null })];

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
    public void Late_last_misses_no_more_deadlines_than_arrival_order_on_the_same_arrivals()
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        int byArrival = 0;
        int lateLast = 0;
        int byDeadline = 0;
        for (int seed = 0; seed < RunLength.Of(15, 200); seed++)
        {
            SimulatedArrival[] arrivals = Arrivals.Create(400, capacity * 0.9, TimeSpan.Zero, Devices.News, seed, burst: 4);
            arrivals = [.. arrivals.Select((arrival, i) => arrival with { Objective = i % 4 == 0 ? unloaded * 4 : unloaded * 80 })];
            lateLast += Misses(new SimulationSettings { Lanes = 2, Seed = seed }, arrivals);
            byDeadline += Misses(new SimulationSettings { Lanes = 2, Seed = seed, Order = QueueOrder.EarliestDeadline }, arrivals);
            byArrival += Misses(new SimulationSettings { Lanes = 2, Seed = seed, Order = QueueOrder.Arrival }, arrivals);
        }

        output.WriteLine($"late with the late last {lateLast}, earliest deadline {byDeadline}, arrival order {byArrival}");
        Assert.True(byArrival >= 150, $"Arrival order misses only {byArrival} of 6000: the load is too light to tell.");
        Assert.True(lateLast * 6 <= byArrival * 5, $"With the late last it misses {lateLast}, arrival order {byArrival}.");

        static int Misses(SimulationSettings settings, SimulatedArrival[] arrivals) =>
            new StreamSimulation(Devices.TwoCores, settings).Run(arrivals).Late.Count(static late => late);
    }

    [Fact]
    public void Under_overload_everybody_ends_and_as_many_as_possible_are_on_time()
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        SimulatedArrival[] arrivals = Arrivals.Create(2000, capacity * 1.5, unloaded * 5, Devices.News, 3);

        SimulationResult lateLast = new StreamSimulation(Devices.TwoCores, new SimulationSettings { Lanes = 2, QueueLength = 2000 }).Run(arrivals);
        SimulationResult byArrival = new StreamSimulation(
            Devices.TwoCores, new SimulationSettings { Lanes = 2, QueueLength = 2000, Order = QueueOrder.Arrival }).Run(arrivals);

        Assert.True(lateLast.Goodput >= 5 * byArrival.Goodput, $"{lateLast.Goodput:0} against {byArrival.Goodput:0} documents on time per second.");
        // By deadline alone, without giving up those that cost most, it would be 55 %.
        Assert.True(lateLast.Goodput >= 0.65 * capacity, $"{lateLast.Goodput:0} documents on time per second of {capacity:0}.");
        Assert.True(lateLast.Throughput >= 0.9 * capacity, $"{lateLast.Throughput:0} documents per second of {capacity:0}.");
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.85)]
    [InlineData(1.0)]
    [InlineData(1.2)]
    [InlineData(1.5)]
    public void At_any_load_more_are_on_time_than_in_order_of_arrival(double load)
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        SimulatedArrival[] arrivals = Arrivals.Create(4000, capacity * load, unloaded * 5, Devices.News, 3);
        SimulationSettings settings = new() { Lanes = 2, QueueLength = arrivals.Length };

        double lateLast = OnTime(settings);
        double byDeadline = OnTime(settings with { Order = QueueOrder.EarliestDeadline });
        double byArrival = OnTime(settings with { Order = QueueOrder.Arrival });

        output.WriteLine($"{load:P0} of saturation: {lateLast:P1} on time, by deadline {byDeadline:P1}, in order of arrival {byArrival:P1}");
        Assert.True(lateLast > byArrival && lateLast > byDeadline, $"{lateLast:P1} on time, by deadline {byDeadline:P1}, in order of arrival {byArrival:P1}.");

        double OnTime(SimulationSettings settings) =>
            new StreamSimulation(Devices.TwoCores, settings).Run(arrivals).Late.Count(static late => !late) / (double)arrivals.Length;
    }

    /// <summary>
    /// A queue that did not know that results leave in order would have those of a partition wait for a late one. That is what comes of
    /// the same arrivals without an order, where each is there once all before it are.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public void Where_results_leave_in_order_more_are_in_time_than_if_nobody_knew(int partitions)
    {
        (double capacity, TimeSpan unloaded) = Devices.Limits(Devices.TwoCores, new BatchingOptions());
        int aware = 0, unaware = 0, byArrival = 0, documents = 0;
        for (int seed = 0; seed < RunLength.Of(4, 60); seed++)
        {
            Random random = new(seed);
            SimulatedArrival[] arrivals = Arrivals.Create(1000, capacity * 0.9, unloaded * 5, Devices.News, seed);
            SimulatedArrival[] ordered = [.. arrivals.Select(arrival => arrival with { Order = new OrderGroup(random.Next(partitions)) })];
            SimulationSettings settings = new() { Lanes = 2, QueueLength = arrivals.Length, Seed = seed };

            aware += OnTime(ordered, new StreamSimulation(Devices.TwoCores, settings).Run(ordered).Latencies);
            byArrival += OnTime(ordered, new StreamSimulation(Devices.TwoCores, settings with { Order = QueueOrder.Arrival }).Run(ordered).Latencies);
            unaware += OnTime(ordered, new StreamSimulation(Devices.TwoCores, settings).Run(arrivals).Latencies);
            documents += arrivals.Length;
        }

        output.WriteLine($"{partitions} partitions: of {documents} on time {aware}, unaware {unaware}, by arrival {byArrival}");
        Assert.True(aware > unaware, $"{aware} of {documents} on time, and {unaware} if nobody knew.");
        Assert.True(aware >= 0.97 * byArrival, $"{aware} of {documents} on time, and {byArrival} in order of arrival.");

        static int OnTime(SimulatedArrival[] arrivals, IReadOnlyList<TimeSpan> latencies)
        {
            Dictionary<OrderGroup, TimeSpan> before = [];
            int onTime = 0;
            for (int i = 0; i < arrivals.Length; i++)
            {
                TimeSpan there = arrivals[i].At + latencies[i];
                TimeSpan released = before.TryGetValue(arrivals[i].Order!.Value, out TimeSpan last) && last > there ? last : there;
                before[arrivals[i].Order!.Value] = released;
                onTime += released - arrivals[i].At <= arrivals[i].Objective ? 1 : 0;
            }

            return onTime;
        }
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
