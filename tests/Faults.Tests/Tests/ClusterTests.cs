using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Of three brokers one dies, again and again: once one that leads partitions, once the one that coordinates the group.</summary>
public sealed class ClusterTests
{
    private const int Partitions = 6;
    private const int Replicas = 3;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SyncPatience = TimeSpan.FromMinutes(3);

    [Fact(Explicit = true)]
    public async Task A_broker_of_three_that_is_killed_ends_no_host_and_loses_nothing()
    {
        Random choices = FaultRun.Choices("cluster");
        int kills = FaultRun.Of(2, 30);
        using KafkaCluster cluster = await KafkaCluster.StartAsync();
        using Scene scene = await Scene.CreateAsync(cluster, "cluster", Partitions, FaultFeed.Create(kills * 2_000, 0.02, choices));
        ChildProcess[] hosts = [scene.Start("a"), scene.Start("b")];
        await hosts[0].SaysAsync("assigned, epoch", Scene.Patience);
        await hosts[1].SaysAsync("assigned, epoch", Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        List<string> victims = [];
        for (int kill = 0; kill < kills; kill++)
        {
            await Task.Delay(choices.Next(1_000, 2_000), TestContext.Current.CancellationToken);
            bool coordinates = kill % 2 == 1;
            int victim = coordinates
                ? await BrokerState.CoordinatorAsync(cluster.BootstrapServers, scene.Group)
                : BrokerState.Leader(cluster.BootstrapServers, scene.Output, choices.Next(Partitions));
            victims.Add($"{victim} ({(coordinates ? "coordinator" : "leader")})");
            cluster.Kill(victim);
            int before = scene.Read();
            await scene.UntilAsync(() => scene.Read() > before + 100 || feeding.IsCompleted, "documents are answered while a broker is dead");
            await cluster.StartAgainAsync(victim);
            await BrokerState.InSyncAsync(cluster.BootstrapServers, Replicas, SyncPatience);
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("a broker of three killed", $"{kills} x SIGKILL, brokers {string.Join(", ", victims)}, 0 hosts ended, {verdict}");
        Assert.All(hosts, static host => Assert.Equal(0, host.ExitCode));
        verdict.Require(scene.AllowsDuplicates);
    }
}
