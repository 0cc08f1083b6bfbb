using System.Globalization;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Members come, go and are killed while documents flow.</summary>
public sealed class MembershipTests(SharedBroker shared)
{
    private const int Partitions = 6;
    private const double PoisonShare = 0.02;
    private const string Assigned = "assigned, epoch";

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Theory(Explicit = true)]
    [InlineData(RebalanceProtocol.Classic)]
    [InlineData(RebalanceProtocol.Consumer)]
    public async Task Three_hosts_on_six_partitions_that_are_killed_at_random_lose_nothing(string protocol)
    {
        Random choices = FaultRun.Choices("kills");
        int records = FaultRun.Of(4_000, 100_000), kills = 0;
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "kills", Partitions, FaultFeed.Create(records, PoisonShare, choices), mode: null, protocol);
        // Two with a name in the group, which come back into their place, and one without, whose partitions wait for the session's end.
        string?[] names = ["a", "b", null];
        ChildProcess[] hosts = [.. names.Select(name => scene.Start(name))];
        await hosts[0].SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        while (!feeding.IsCompleted)
        {
            await Task.Delay(choices.Next(1000, 4000), TestContext.Current.CancellationToken);
            int victim = choices.Next(hosts.Length);
            Assert.False(hosts[victim].HasExited, $"A host ended by itself.\n{Scene.Tail(hosts[victim])}");
            await hosts[victim].KillAsync();
            hosts[victim] = scene.Start(names[victim]);
            kills++;
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("random kills", $"{protocol}, 3 hosts, {Partitions} partitions, {kills} kills, {verdict}");
        verdict.Require(scene.AllowsDuplicates);
    }

    [Theory(Explicit = true)]
    [InlineData(DeliveryMode.ExactlyOnce, RebalanceProtocol.Classic)]
    [InlineData(DeliveryMode.AtLeastOnce, RebalanceProtocol.Classic)]
    [InlineData(DeliveryMode.ExactlyOnce, RebalanceProtocol.Consumer)]
    [InlineData(DeliveryMode.AtLeastOnce, RebalanceProtocol.Consumer)]
    public async Task Three_hosts_that_are_restarted_one_after_the_other_publish_nothing_twice(string mode, string protocol)
    {
        Random choices = FaultRun.Choices("rolling");
        int rounds = FaultRun.Of(2, 20);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "rolling", Partitions, FaultFeed.Create(rounds * 1_500, PoisonShare, choices), mode, protocol);
        ChildProcess[] hosts = [scene.Start(null), scene.Start(null), scene.Start(null)];
        foreach (ChildProcess host in hosts)
        {
            await host.SaysAsync(Assigned, Scene.Patience);
        }

        List<TimeSpan> drains = [];
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        for (int restart = 0; restart < 3 * rounds; restart++)
        {
            int index = restart % hosts.Length;
            drains.Add(await Scene.StopAsync(hosts[index]));
            hosts[index] = scene.Start(null);
            await hosts[index].SaysAsync(Assigned, Scene.Patience);
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("rolling restarts", string.Create(CultureInfo.InvariantCulture, $"{mode}, {protocol}, {3 * rounds} restarts of 3 hosts, {verdict}, slowest stop {drains.Max().TotalSeconds:0.0} s"));
        verdict.Require(duplicatesAllowed: false);
    }

    [Theory(Explicit = true)]
    [InlineData(DeliveryMode.ExactlyOnce, RebalanceProtocol.Classic)]
    [InlineData(DeliveryMode.AtLeastOnce, RebalanceProtocol.Classic)]
    [InlineData(DeliveryMode.ExactlyOnce, RebalanceProtocol.Consumer)]
    [InlineData(DeliveryMode.AtLeastOnce, RebalanceProtocol.Consumer)]
    public async Task Three_hosts_that_join_a_running_one_without_a_fault_publish_nothing_twice(string mode, string protocol)
    {
        Random choices = FaultRun.Choices("joins");
        int rounds = FaultRun.Of(2, 20), duplicates = 0, records = 0;
        for (int round = 0; round < rounds; round++)
        {
            using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "joins", Partitions, FaultFeed.Create(1_500, PoisonShare, choices), mode, protocol);
            ChildProcess first = scene.Start(null);
            await first.SaysAsync(Assigned, Scene.Patience);
            Task feeding = scene.Writer.TrickleAsync(10, Apart);
            foreach (ChildProcess host in (ChildProcess[])[scene.Start(null), scene.Start(null), scene.Start(null)])
            {
                await host.SaysAsync(Assigned, Scene.Patience);
            }

            Verdict verdict = await scene.EndAsync(feeding);
            verdict.Require(duplicatesAllowed: true);
            (duplicates, records) = (duplicates + verdict.Duplicates, records + verdict.Records);
        }

        FaultRun.Tell("joins", $"{mode}, {protocol}, {3 * rounds} joins, {records:N0} records, 0 missing, {duplicates} duplicates");
        Assert.Equal(0, duplicates);
    }
}
