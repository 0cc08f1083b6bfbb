using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>The steps of docs/moving.md: hosts of a group change a setting while documents flow, and change it back.</summary>
public sealed class MovingTests(SharedBroker shared)
{
    private const int Partitions = 6;
    private const string Assigned = "assigned, epoch";
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Fact(Explicit = true)]
    public async Task Hosts_that_change_their_mode_one_after_the_other_and_back_publish_nothing_twice()
    {
        const string setting = "Delivery:Mode", from = "AtLeastOnce", to = "ExactlyOnce";
        Random choices = FaultRun.Choices("moving" + setting);
        int rounds = FaultRun.Of(1, 20);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "moving", Partitions, FaultFeed.Create(rounds * 3_000, 0.02, choices), DeliveryMode.ExactlyOnce, RebalanceProtocol.Classic);
        ChildProcess[] hosts = [scene.Start("a", null, (setting, from)), scene.Start("b", null, (setting, from))];
        await hosts[0].SaysAsync(Assigned, Scene.Patience);
        await hosts[1].SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        foreach (string value in Enumerable.Repeat((string[])[to, from], rounds).SelectMany(static one => one))
        {
            for (int host = 0; host < hosts.Length; host++)
            {
                await Task.Delay(choices.Next(300, 1_000), TestContext.Current.CancellationToken);
                await Scene.StopAsync(hosts[host]);
                hosts[host] = scene.Start(host == 0 ? "a" : "b", null, (setting, value));
                await hosts[host].SaysAsync(Assigned, Scene.Patience);
            }
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("moving", $"{setting}, 2 hosts, {rounds} x {from} to {to} and back, {verdict}");
        verdict.Require(duplicatesAllowed: false);
    }

    [Fact(Explicit = true)]
    public async Task Hosts_that_change_their_group_protocol_all_at_once_and_back_publish_nothing_twice()
    {
        const string setting = "Kafka:GroupProtocol";
        Random choices = FaultRun.Choices("moving-protocol");
        int rounds = FaultRun.Of(1, 20);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "moving-protocol", Partitions, FaultFeed.Create(rounds * 3_000, 0.02, choices), DeliveryMode.ExactlyOnce, RebalanceProtocol.Classic);
        ChildProcess[] hosts = [scene.Start("a"), scene.Start(null)];
        await hosts[0].SaysAsync(Assigned, Scene.Patience);
        await hosts[1].SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        foreach (string protocol in Enumerable.Repeat((string[])[RebalanceProtocol.Consumer, RebalanceProtocol.Classic], rounds).SelectMany(static one => one))
        {
            await Task.Delay(choices.Next(1_000, 2_000), TestContext.Current.CancellationToken);
            await Task.WhenAll(hosts.Select(Scene.StopAsync));
            hosts = [scene.Start("a", null, (setting, protocol)), scene.Start(null, null, (setting, protocol))];
            await hosts[0].SaysAsync(Assigned, Scene.Patience);
            await hosts[1].SaysAsync(Assigned, Scene.Patience);
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("moving", $"{setting}, 2 hosts, {rounds} x to KIP-848 and back, {verdict}");
        verdict.Require(duplicatesAllowed: false);
    }

    [Fact(Explicit = true)]
    public async Task Of_a_move_to_exactly_once_that_is_cut_short_by_a_kill_nothing_is_missing_and_only_the_old_mode_repeats()
    {
        Random choices = FaultRun.Choices("moving-kill");
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "moving-kill", Partitions, FaultFeed.Create(2_000, 0.02, choices), DeliveryMode.ExactlyOnce, RebalanceProtocol.Classic);
        (string, string) old = ("Delivery:Mode", "AtLeastOnce");
        ChildProcess first = scene.Start("a", null, old), second = scene.Start("b", null, old);
        await first.SaysAsync(Assigned, Scene.Patience);
        await second.SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        await scene.AnsweredAsync(200);
        await first.KillAsync();
        ChildProcess next = scene.Start("a");
        await next.SaysAsync(Assigned, Scene.Patience);
        await scene.AnsweredAsync(600);
        await next.KillAsync();
        scene.Start("a");
        await Scene.StopAsync(second);
        scene.Start("b");
        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("moving, with kills", $"1 kill of an at-least-once host, 1 of an exactly-once one, {verdict}");
        verdict.Require(duplicatesAllowed: true);
        Assert.InRange(verdict.Duplicates, 0, 20 * Partitions); // No more than the batch that the old host had written and not committed.
    }
}
