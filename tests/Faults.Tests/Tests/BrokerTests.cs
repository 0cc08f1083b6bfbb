using System.Globalization;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using Xunit.Sdk;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>The broker goes away under load and comes back.</summary>
public sealed class BrokerTests
{
    private const int Partitions = 4;

    // In its controlled shutdown, and while it starts again, Apache Kafka 4.3.1 takes the leader from every partition that nobody else can lead, holds such a partition for a deleted one, and
    // counts a transaction as complete whose markers it has not written there (docs/reliability.md). That is the lone broker's doing and no client's.
    private const string KeepLeaders = "controlled.shutdown.enable=false";

    // After a restart the next result comes within seconds; a torn transaction is waited for in vain.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(FaultRun.Of(45, 150));

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    // A scene is a broker's life with so many ends.
    private const int Bounces = 2;
    private const int MostTorn = 2;

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_is_restarted_or_killed_ends_no_host_and_loses_nothing(bool clean)
    {
        Random choices = FaultRun.Choices("bounce" + clean);
        int scenes = FaultRun.Of(1, 15), torn = 0;
        List<TimeSpan> back = [];
        List<Verdict> verdicts = [];
        while (verdicts.Count < scenes)
        {
            using ApacheKafka broker = await ApacheKafka.StartAsync(advertised: null, KeepLeaders);
            using Scene scene = await Scene.CreateAsync(broker, "bounce", Partitions, FaultFeed.Create(Bounces * 800, 0.02, choices));
            scene.Standstill = Standstill;
            try
            {
                verdicts.Add(await BounceAsync(broker, scene, clean, choices, back));
            }
            catch (XunitException) when (torn < MostTorn * scenes)
            {
                if (await TornTransactions.FindAsync(broker, scene.Output, Partitions) is not { } found)
                {
                    throw;
                }

                torn++;
                FaultRun.Tell("broker bounces", $"torn by the broker, done again: {found}");
            }
        }

        back.Sort();
        FaultRun.Tell("broker bounces", string.Create(
            CultureInfo.InvariantCulture,
            $"{scenes * Bounces} x {(clean ? "SIGTERM" : "SIGKILL")}, 0 hosts ended, {torn} transactions torn by the broker, the next result {back[back.Count / 2].TotalSeconds:0.0} s after the broker had started (median; longest {back[^1].TotalSeconds:0.0} s), {verdicts.Sum(static one => one.Records):N0} records, 0 missing, {verdicts.Sum(static one => one.Duplicates)} duplicates"));
    }

    private static async Task<Verdict> BounceAsync(ApacheKafka broker, Scene scene, bool clean, Random choices, List<TimeSpan> back)
    {
        ChildProcess[] hosts = [scene.Start("a"), scene.Start("b")];
        await hosts[0].SaysAsync("assigned, epoch", Scene.Patience);
        await hosts[1].SaysAsync("assigned, epoch", Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        for (int bounce = 0; bounce < Bounces; bounce++)
        {
            await Task.Delay(choices.Next(1500, 3000), TestContext.Current.CancellationToken);
            await broker.StopAsync(clean);
            await Task.Delay(choices.Next(500, FaultRun.Of(2_000, 20_000)), TestContext.Current.CancellationToken);
            await broker.StartAgainAsync();
            long started = TimeProvider.System.GetTimestamp();
            await scene.AnsweredAsync(Math.Min(Bounces * 800, scene.Read() + 1));
            back.Add(TimeProvider.System.GetElapsedTime(started));
        }

        Verdict verdict = await scene.EndAsync(feeding);
        Assert.All(hosts, static host => Assert.Equal(0, host.ExitCode));
        verdict.Require(scene.AllowsDuplicates);
        return verdict;
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
