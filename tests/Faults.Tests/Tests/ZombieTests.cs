using Confluent.Kafka;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Hosts that come back after everybody has given them up, and hosts that pretend to be one another.</summary>
public sealed class ZombieTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const string Assigned = "assigned, epoch";
    private const string TakenBack = "was taken from us just after our session had ended";

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);
    private static readonly (string, string) Timeout = ("Delivery:TransactionTimeout", "00:00:03");

    [Theory(Explicit = true)]
    [InlineData(RebalanceProtocol.Classic)]
    [InlineData(RebalanceProtocol.Consumer)]
    public async Task A_host_that_was_stopped_for_longer_than_its_session_publishes_nothing_of_what_others_did_meanwhile(string protocol)
    {
        Random choices = FaultRun.Choices("zombie");
        int rounds = FaultRun.Of(2, 50);
        // Longer than the session of 6 s and the transaction's 3 s together.
        TimeSpan stopped = TimeSpan.FromSeconds(10);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "zombie", Partitions, FaultFeed.Create(rounds * 2_500, 0.02, choices), mode: null, protocol);
        ChildProcess[] hosts = [scene.Start(null, null, Timeout), scene.Start(null, null, Timeout)];
        await hosts[0].SaysAsync(Assigned, Scene.Patience);
        await hosts[1].SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        for (int round = 0; round < rounds; round++)
        {
            ChildProcess zombie = hosts[choices.Next(hosts.Length)];
            await Task.Delay(choices.Next(500, 1500), TestContext.Current.CancellationToken);
            zombie.Signal("STOP");
            await Task.Delay(stopped, TestContext.Current.CancellationToken);
            int assignments = Assignments(zombie);
            zombie.Signal("CONT");
            await scene.UntilAsync(() => Assignments(zombie) > assignments, "the host that was stopped has partitions again");
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("zombies", $"{protocol}, {rounds} x stopped for {stopped.TotalSeconds:0} s, {verdict}");
        verdict.Require(scene.AllowsDuplicates);
    }

    [Fact(Explicit = true)]
    public async Task Of_two_hosts_with_one_transactional_id_one_ends_and_says_so_and_the_other_does_everything_once()
    {
        Random choices = FaultRun.Choices("clones");
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "clones", Partitions, FaultFeed.Create(4_000, 0.02, choices), DeliveryMode.ExactlyOnce);
        (string, string) id = ("Delivery:TransactionalId", "clone-" + Guid.NewGuid());
        ChildProcess[] hosts = [scene.Start(null, null, Timeout, id), scene.Start(null, null, Timeout, id)];
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        await scene.UntilAsync(() => hosts.Any(static host => host.HasExited), "one of the two has ended");
        ChildProcess ended = hosts.First(static host => host.HasExited);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("Another daemon writes transactions as", ended.Output, StringComparison.Ordinal);
        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("clones", $"2 hosts with one transactional id, 1 ended with exit code {ended.ExitCode}, {verdict}");
        Assert.Single(hosts, static host => host.ExitCode == 0);
        verdict.Require(duplicatesAllowed: false);
    }

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_whose_name_is_taken_takes_it_back_if_its_session_had_just_ended_and_else_stays_down(bool ended)
    {
        Random choices = FaultRun.Choices("taken");
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "taken", Partitions, FaultFeed.Create(2_000, 0.02, choices), DeliveryMode.ExactlyOnce, RebalanceProtocol.Classic);
        ChildProcess host = scene.Start("a", null, Timeout);
        await host.SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        if (ended)
        {
            int assignments = Assignments(host);
            host.Signal("STOP");
            await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            host.Signal("CONT");
            await scene.UntilAsync(() => Assignments(host) > assignments, "the host that was stopped has partitions again");
        }

        // What a request of the host's own does that overtakes another: somebody joins by its name. It reads, and commits nothing.
        ConsumerConfig taking = new()
        {
            BootstrapServers = (await shared.GetAsync()).BootstrapServers,
            GroupId = scene.Group,
            GroupInstanceId = "a",
            SessionTimeoutMs = 6_000,
            EnableAutoCommit = false,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        using (IConsumer<byte[], byte[]> taker = new ConsumerBuilder<byte[], byte[]>(taking).SetErrorHandler(static (_, _) => { }).SetLogHandler(static (_, _) => { }).Build())
        {
            taker.Subscribe(scene.Input);
            await scene.UntilAsync(() => IsToldSo(host, taker), "the host is told that somebody has its name");
        }

        if (!ended)
        {
            await scene.UntilAsync(() => host.HasExited, "the host has ended");
            Assert.Contains("FencedInstanceId", host.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(TakenBack, host.Output, StringComparison.Ordinal);
            scene.Start("a", null, Timeout);
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("a name that is taken", $"{(ended ? "after the session had ended: taken back" : "of one that is well: it stays down")}, {verdict}");
        Assert.Equal(ended, host.ExitCode == 0);
        verdict.Require(duplicatesAllowed: false);
    }

    [Fact(Explicit = true)]
    public async Task A_name_that_a_killed_host_left_behind_is_waited_for_and_one_that_lives_keeps_it()
    {
        Random choices = FaultRun.Choices("names");
        using Scene scene = await Scene.CreateAsync(
            await shared.GetAsync(), "names", Partitions, FaultFeed.Create(1_500, 0.02, choices), DeliveryMode.ExactlyOnce, RebalanceProtocol.Consumer);
        ChildProcess killed = scene.Start("a");
        await killed.SaysAsync(Assigned, Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        await killed.KillAsync();
        ChildProcess heir = scene.Start("a");
        await heir.SaysAsync("The name a in group", Scene.Patience);
        await heir.SaysAsync(Assigned, Scene.Patience);
        // On another machine, so with a state directory of its own.
        ChildProcess clone = scene.Start("a", null, ("Host:StateDirectory", string.Empty));
        await clone.SaysAsync("The name a in group", Scene.Patience);
        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("names", $"1 host killed, its name taken up by the next, a clone waits, {verdict}");
        Assert.Equal(0, heir.ExitCode);
        Assert.DoesNotContain(Assigned, clone.Output[..clone.Output.IndexOf("The name a in group", StringComparison.Ordinal)], StringComparison.Ordinal);
        verdict.Require(duplicatesAllowed: false);
    }

    private static bool IsToldSo(ChildProcess host, IConsumer<byte[], byte[]> taker)
    {
        try
        {
            taker.Consume(TimeSpan.FromMilliseconds(100));
        }
        catch (ConsumeException)
        {
            // The host has its name again.
        }

        return host.HasExited || host.Output.Contains(TakenBack, StringComparison.Ordinal);
    }

    private static int Assignments(ChildProcess host) => host.Output.Split(Assigned).Length;
}
