using PaDeNer.Batching;

namespace PaDeNer.Simulation.Tests;

/// <summary>Devices that differ in what makes their steps long.</summary>
internal static class Devices
{
    public static DocumentMix News { get; } = new()
    {
        TextTokens = [5, 12, 18, 24, 30, 36, 45, 60, 120],
        Labels = 4,
        MentionsPerDocument = 2,
        TokensPerMention = 1.8,
    };

    /// <summary>A small model on two cores: a row costs, a step hardly.</summary>
    public static DeviceProfile TwoCores { get; } = Create("two cores", 2, new StepTimes(0.3, 0.05, 0.12, 0.00007, 0.16), 128);

    /// <summary>A step costs as much as 25 rows.</summary>
    public static DeviceProfile SlowStart { get; } = Create("slow start", 2, new StepTimes(3, 0, 0.12, 0.00007, 0.1), 128);

    /// <summary>Attention over many cells costs more than anything else.</summary>
    public static DeviceProfile Attention { get; } = Create("attention", 1, new StepTimes(0.5, 0, 0.1, 0.0005, 0.1), 128);

    /// <summary>A step costs and rows are nearly free.</summary>
    public static DeviceProfile Gpu { get; } = Create("gpu", 1, new StepTimes(3, 0, 0.005, 0.0000005, 0.01), 1024, 256, 16384);

    /// <summary>The same with few rows a step.</summary>
    public static DeviceProfile NarrowGpu { get; } = Create("narrow gpu", 1, new StepTimes(3, 0, 0.005, 0.0000005, 0.01), 128, 256, 16384);

    public static DeviceProfile Create(string name, int lanes, StepTimes times, int rows, int slots = 128, int cells = 4096) => new()
    {
        Name = name,
        Device = name,
        Model = "none",
        RecordedBy = "made up",
        Lanes = lanes,
        Slots = slots,
        KvCells = cells,
        RowsPerStep = rows,
        WindowTokens = 224,
        BytesPerToken = 3,
        StepMilliseconds = times,
        HostMilliseconds = 0.05,
        Spread = 0.08,
        Documents = News,
    };

    /// <summary>A device like no other: few or many slots and cells, short or long documents.</summary>
    public static DeviceProfile Draw(Random random)
    {
        StepTimes times = new(random.NextDouble() * 5, 0, 0.01 + (random.NextDouble() * 0.2), random.NextDouble() * 0.0001, random.NextDouble() * 0.2);
        DocumentMix mix = new()
        {
            TextTokens = [1 + random.Next(5), 10 + random.Next(40), 60 + random.Next(300)],
            Labels = 1 + random.Next(6),
            MentionsPerDocument = random.NextDouble() * 12,
            TokensPerMention = 1 + (random.NextDouble() * 4),
        };
        return Create("random", 1, times, 8 + random.Next(200), 8 + random.Next(40), 700 + random.Next(2000)) with
        {
            Documents = mix,
            WindowTokens = 64 + random.Next(160),
            Spread = random.NextDouble() * 0.3,
        };
    }

    /// <summary>Documents per second when there is always another, and the latency of a document that is alone.</summary>
    public static (double PerSecond, TimeSpan Unloaded) Limits(DeviceProfile profile, BatchingOptions options)
    {
        SimulationSettings settings = new() { Lanes = profile.Lanes, Batching = options };
        StreamSimulation simulation = new(profile, settings);
        SimulationResult busy = simulation.Run(Arrivals.Create(1000, double.PositiveInfinity, TimeSpan.FromSeconds(1), profile.Documents, 11));
        SimulationResult idle = simulation.Run(Arrivals.Create(200, busy.Throughput / 50, TimeSpan.FromSeconds(1), profile.Documents, 12));
        return (busy.Throughput, TimeSpan.FromMilliseconds(idle.Percentile(0.5)));
    }
}
