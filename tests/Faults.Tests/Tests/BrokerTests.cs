using System.Globalization;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>The broker goes away under load and comes back.</summary>
public sealed class BrokerTests
{
    private const int Partitions = 4;

    // In its controlled shutdown Apache Kafka 4.3.1 takes the leader from every partition that nobody else can lead, holds such a partition for a deleted one, and
    // counts a transaction as complete whose markers it has not written there (docs/reliability.md). That is the lone broker's doing and no client's.
    private const string KeepLeaders = "controlled.shutdown.enable=false";

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_is_restarted_or_killed_ends_no_host_and_loses_nothing(bool clean)
    {
        Random choices = FaultRun.Choices("bounce" + clean);
        int bounces = FaultRun.Of(2, 30);
        using ApacheKafka broker = await ApacheKafka.StartAsync(advertised: null, KeepLeaders);
        using Scene scene = await Scene.CreateAsync(broker, "bounce", Partitions, FaultFeed.Create(bounces * 800, 0.02, choices));
        ChildProcess[] hosts = [scene.Start("a"), scene.Start("b")];
        await hosts[0].SaysAsync("assigned, epoch", Scene.Patience);
        await hosts[1].SaysAsync("assigned, epoch", Scene.Patience);
        List<TimeSpan> back = [];
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        for (int bounce = 0; bounce < bounces; bounce++)
        {
            await Task.Delay(choices.Next(1500, 3000), TestContext.Current.CancellationToken);
            await broker.StopAsync(clean);
            await Task.Delay(choices.Next(500, FaultRun.Of(2_000, 20_000)), TestContext.Current.CancellationToken);
            await broker.StartAgainAsync();
            long started = TimeProvider.System.GetTimestamp();
            await scene.AnsweredAsync(Math.Min(bounces * 800, scene.Read() + 1));
            back.Add(TimeProvider.System.GetElapsedTime(started));
        }

        Verdict verdict = await scene.EndAsync(feeding);
        back.Sort();
        FaultRun.Tell("broker bounces", string.Create(CultureInfo.InvariantCulture, $"{bounces} x {(clean ? "SIGTERM" : "SIGKILL")}, 0 hosts ended, the next result {back[bounces / 2].TotalSeconds:0.0} s after the broker had started (median; longest {back[^1].TotalSeconds:0.0} s), {verdict}"));
        Assert.All(hosts, static host => Assert.Equal(0, host.ExitCode));
        verdict.Require(scene.AllowsDuplicates);
    }

    [Fact(Explicit = true)]
    public async Task SIGTERM_ends_a_host_whose_broker_is_gone()
    {
        Random choices = FaultRun.Choices("gone");
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        using Scene scene = await Scene.CreateAsync(broker, "gone", Partitions, FaultFeed.Create(2_000, 0, choices));
        scene.Writer.WriteRest();
        ChildProcess host = scene.Start("a", null, ("Host:DrainTimeout", "00:00:05"), ("Egress:CloseTimeout", "00:00:02"));
        await scene.AnsweredAsync(100);
        await broker.StopAsync(clean: false);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        long started = TimeProvider.System.GetTimestamp();
        host.Terminate();
        int code = await host.ExitAsync(TimeSpan.FromSeconds(60));
        FaultRun.Tell("drain without a broker", string.Create(CultureInfo.InvariantCulture, $"ended after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s with exit code {code}; the drain time-out is 5 s, the close time-out 2 s"));
        await broker.StartAgainAsync();
        scene.Start("a");
        (await scene.EndAsync()).Require(scene.AllowsDuplicates);
    }
}
