using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Hosts that leave their Kafka clients behind for new ones, as a stream does that stands still.</summary>
public sealed class RenewalTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const string Renewed = "a new one joins the group";

    [Theory(Explicit = true)]
    [InlineData("a", "b")]
    [InlineData(null, null)]
    public async Task Kafka_clients_that_are_made_anew_under_load_lose_nothing_and_publish_nothing_twice(string? first, string? second)
    {
        Random choices = FaultRun.Choices("renewal" + first);
        int records = FaultRun.Of(2_000, 20_000);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "renewal", Partitions, FaultFeed.Create(records, 0.02, choices), DeliveryMode.ExactlyOnce);
        (string, string) every = ("StandIn:RenewEvery", "00:00:04");
        ChildProcess[] hosts = [scene.Start(first, null, every), scene.Start(second, null, every)];
        Task feeding = scene.Writer.TrickleAsync(10, TimeSpan.FromMilliseconds(50));
        Verdict verdict = await scene.EndAsync(feeding);
        int renewals = hosts.Sum(static host => host.Output.Split(Renewed).Length - 1);
        FaultRun.Tell("renewals", $"{renewals} x new clients, {(first is null ? "dynamic" : "static")} members, {verdict}");
        Assert.InRange(renewals, 2, int.MaxValue);
        verdict.Require(duplicatesAllowed: false);
    }
}
