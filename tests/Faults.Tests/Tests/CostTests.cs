using System.Globalization;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>What a promise costs. Told and not judged: how fast a machine is, is no fault.</summary>
public sealed class CostTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const int Records = 6_500;

    // Sixteen documents at once, five milliseconds each: faster than any model, so that delivery shows. Commits as the daemon's defaults have them.
    private static readonly (string, string)[] Settings =
    [
        ("StandIn:LeastLatency", "00:00:00.005"), ("StandIn:MostLatency", "00:00:00.005"), ("StandIn:TailShare", "0"), ("Egress:CommitRecords", "500"),
    ];

    [Fact(Explicit = true, DisableParallelization = true)]
    public async Task Both_modes_do_everything_and_what_exactly_once_costs_is_told()
    {
        ApacheKafka broker = await shared.GetAsync();
        int pairs = FaultRun.Of(2, 10);
        List<double> exactly = [], atLeast = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            exactly.Add(await RateAsync(broker, DeliveryMode.ExactlyOnce));
            atLeast.Add(await RateAsync(broker, DeliveryMode.AtLeastOnce));
        }

        string each = string.Join(", ", exactly.Zip(atLeast, static (once, least) => string.Create(CultureInfo.InvariantCulture, $"{once:0} against {least:0}")));
        FaultRun.Tell("cost", string.Create(CultureInfo.InvariantCulture, $"documents/s exactly-once against at-least-once: {each}; in all {exactly.Sum() / atLeast.Sum():0.000}"));
    }

    private static async Task<double> RateAsync(ApacheKafka broker, string mode)
    {
        using Scene scene = await Scene.CreateAsync(broker, "cost", Partitions, FaultFeed.Create(Records, 0, FaultRun.Choices("cost"), breakingShare: 0), mode);

        // Otherwise a result has the time of its document, which was there before.
        await BrokerState.ConfigureAsync(broker.BootstrapServers, scene.Output, "message.timestamp.type", "LogAppendTime");
        scene.Writer.WriteRest();
        scene.Start("a", null, Settings);
        (await scene.EndAsync()).Require(duplicatesAllowed: false);
        return scene.Rate(500, 6_000);
    }
}
