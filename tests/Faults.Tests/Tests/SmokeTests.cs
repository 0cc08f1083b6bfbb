using PaDeNer.FaultHost.Crashing;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>As much of it as every test run has time for.</summary>
public sealed class SmokeTests(SharedBroker shared)
{
    [Fact]
    public async Task A_host_that_is_killed_once_and_hosts_that_are_restarted_one_after_the_other_lose_nothing()
    {
        ApacheKafka broker = await shared.GetAsync();
        Verdict crash = await CrashRun.RunAsync(broker, FaultRun.Mode == DeliveryMode.ExactlyOnce ? CrashPoint.AfterOffsets : CrashPoint.AfterBatch, kills: 1);
        crash.Require(FaultRun.Mode == DeliveryMode.AtLeastOnce);
        using Scene scene = await Scene.CreateAsync(broker, "smoke", 2, FaultFeed.Create(400, 0.02, FaultRun.Choices("smoke")));
        scene.Writer.Write(200);
        ChildProcess first = scene.Start(null);
        await first.SaysAsync("assigned, epoch", Scene.Patience);
        ChildProcess second = scene.Start(null);
        await second.SaysAsync("assigned, epoch", Scene.Patience);
        await Scene.StopAsync(first);
        Verdict restart = await scene.EndAsync();
        restart.Require(duplicatesAllowed: false);
        FaultRun.Tell("smoke", $"1 kill: {crash}; 1 restart: {restart}");
    }
}
