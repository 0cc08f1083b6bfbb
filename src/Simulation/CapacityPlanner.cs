using PaDeNer.Batching;
using PaDeNer.Batching.Admission;

namespace PaDeNer.Simulation;

/// <summary>
/// Says how many devices a load needs by simulating one of them: partitions spread documents over replicas evenly, so each sees its
/// share of the rate. Pure; a few seconds of computing.
/// </summary>
public static class CapacityPlanner
{
    /// <summary>Most replicas looked at.</summary>
    public const int MostReplicas = 4096;

    /// <summary>Results leave in order per partition: each waits for all before it.</summary>
    private const int PartitionsOfReplica = 2;

    private const int RowsShown = 8;
    private const double Idle = 0.01;

    /// <summary>Searches.</summary>
    public static PlanAnswer Answer(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        SimulationResult unloaded = Apart(request);
        double saturation = Run(request, double.PositiveInfinity, 1).Throughput;
        double p50 = unloaded.Percentile(0.5);
        double p99 = unloaded.Percentile(0.99);
        SortedDictionary<int, PlanRow> rows = [];
        int? replicas = p99 > request.Objective.TotalMilliseconds ? null : Search(request, saturation, rows);
        foreach (int number in Neighbours(replicas, request.Rate, saturation))
        {
            Look(request, number, rows);
        }

        return new PlanAnswer(replicas, replicas is { } found ? PartitionsFor(found) : null, p50, p99, saturation, [.. rows.Values]);
    }

    /// <summary>Two for each replica, so that their number can double before keys have to move, and each has the same number of them.</summary>
    private static int PartitionsFor(int replicas) => replicas * PartitionsOfReplica;

    private static int? Search(PlanRequest request, double saturation, SortedDictionary<int, PlanRow> rows)
    {
        int below = Least(request.Rate, saturation) - 1;
        int above = below + 1;
        while (!Look(request, above, rows).Suffices)
        {
            if (above >= MostReplicas)
            {
                return null;
            }

            (below, above) = (above, Math.Min(MostReplicas, above * 2));
        }

        while (above - below > 1)
        {
            int middle = (below + above) / 2;
            (below, above) = Look(request, middle, rows).Suffices ? (below, middle) : (middle, above);
        }

        return above;
    }

    /// <summary>Fewer replicas than this cannot carry the rate at all.</summary>
    private static int Least(double rate, double saturation) => (int)Math.Clamp(Math.Ceiling(rate / saturation), 1, MostReplicas);

    /// <summary>The numbers a reader wants to see around the answer.</summary>
    private static IEnumerable<int> Neighbours(int? replicas, double rate, double saturation)
    {
        int last = replicas is { } found ? found + 1 : Math.Min(MostReplicas, Least(rate, saturation) + 1);
        return Enumerable.Range(Math.Max(1, last - RowsShown + 1), Math.Min(last, RowsShown));
    }

    private static PlanRow Look(PlanRequest request, int replicas, SortedDictionary<int, PlanRow> rows)
    {
        if (!rows.TryGetValue(replicas, out PlanRow? row))
        {
            SimulationResult result = Run(request, request.Rate / replicas, replicas);
            double p99 = result.Percentile(0.99);
            double onTime = 1 - (result.Late.Count(static late => late) / (double)result.Late.Count);
            rows[replicas] = row = new PlanRow(
                replicas, Math.Min(1, result.Utilization), result.Percentile(0.5), p99, onTime * Math.Min(request.Rate, result.Throughput * replicas), p99 <= request.Objective.TotalMilliseconds);
        }

        return row;
    }

    private static SimulationResult Run(PlanRequest request, double perSecond, int seed)
    {
        Random partitions = new(request.Seed + seed);
        SimulatedArrival[] arrivals = Arrivals.Create(
            request.Simulated, perSecond, request.Objective, request.Documents, request.Seed + seed, double.IsInfinity(perSecond) ? 1 : request.Burst);
        return Simulation(request).Run([.. arrivals.Select(arrival => arrival with { Order = new OrderGroup(partitions.Next(PartitionsOfReplica)) })]);
    }

    /// <summary>Documents that never meet.</summary>
    private static SimulationResult Apart(PlanRequest request)
    {
        SimulatedArrival[] arrivals = Arrivals.Create(Math.Min(1000, request.Simulated), 1, request.Objective, request.Documents, request.Seed);
        TimeSpan gap = request.Objective / Idle;
        return Simulation(request).Run([.. arrivals.Select((arrival, i) => arrival with { At = gap * i })]);
    }

    private static StreamSimulation Simulation(PlanRequest request) =>
        new(request.Profile, new SimulationSettings { Lanes = request.Profile.Lanes, Batching = new BatchingOptions { RowsPerStep = request.Profile.RowsPerStep }, Seed = request.Seed });
}
