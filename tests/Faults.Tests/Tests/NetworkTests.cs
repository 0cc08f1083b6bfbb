using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Proxies;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Between clients and the broker requests of all kinds are late, get lost, and connections are cut.</summary>
public sealed class NetworkTests
{
    private const int Partitions = 4;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Fact(Explicit = true)]
    public async Task Requests_that_are_late_lost_or_cut_off_lose_nothing_and_publish_nothing_twice()
    {
        Random choices = FaultRun.Choices("network");
        int windows = FaultRun.Of(3, 100), late = 0, cuts = 0, drops = 0;
        using KafkaProxy proxy = new();
        using ApacheKafka broker = await ApacheKafka.StartAsync(proxy.Port, [.. ApacheKafka.Impatient]);
        proxy.Open(broker.Port);
        using Scene scene = await Scene.CreateAsync(broker, "network", Partitions, FaultFeed.Create(windows * 800, 0.02, choices));
        // A request that gets lost is noticed after so long; a minute by default.
        (string, string)[] settings = [("Kafka:Client:socket_timeout_ms", "4000"), ("Delivery:TransactionTimeout", "00:00:05")];
        ChildProcess[] hosts = [scene.Start("a", null, settings), scene.Start("b", null, settings)];
        await hosts[0].SaysAsync("assigned, epoch", Scene.Patience);
        await hosts[1].SaysAsync("assigned, epoch", Scene.Patience);
        Lock gate = new();
        NetworkFault Fault()
        {
            lock (gate)
            {
                TimeSpan delay = TimeSpan.FromMilliseconds(choices.Next(0, 120));
                bool cut = choices.Next(150) == 0, dropped = !cut && choices.Next(150) == 0;
                (late, cuts, drops) = (late + 1, cuts + (cut ? 1 : 0), drops + (dropped ? 1 : 0));
                return new NetworkFault(delay, cut, dropped);
            }
        }

        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        for (int window = 0; window < windows; window++)
        {
            proxy.Disturb = Fault;
            await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
            proxy.Disturb = static () => default;
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        Verdict verdict = await scene.EndAsync(feeding);
        FaultRun.Tell("network chaos", $"{windows} x 4 s, {late} requests late, {drops} lost, {cuts} connections cut, {hosts.Count(static one => one.ExitCode != 0)} hosts ended, {verdict}");
        Assert.All(hosts, static host => Assert.True(host.ExitCode == 0, $"It ended with exit code {host.ExitCode}.\n{Scene.Tail(host)}"));
        Assert.True(cuts + drops > 0, "Nothing was disturbed.");
        verdict.Require(scene.AllowsDuplicates);
    }

    // A member that was asked to join again keeps its partitions until it is told what becomes of them, and its client does not say that they were lost where the
    // answer is that it is no member any more. Others have had them meanwhile, and its next membership, a valid one, must not vouch for what it holds.
    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_member_that_is_put_out_while_it_asks_to_be_let_in_publishes_nothing_of_what_it_held(bool named)
    {
        const string Held = "padener-held";
        TimeSpan hold = TimeSpan.FromSeconds(15);
        int rounds = FaultRun.Of(1, 20), holding = 0;
        using KafkaProxy proxy = new();
        using ApacheKafka broker = await ApacheKafka.StartAsync(proxy.Port, [.. ApacheKafka.Impatient]);
        proxy.Open(broker.Port);
        int held = 0, records = 0;
        for (int round = 0; round < rounds; round++)
        {
            using Scene scene = await Scene.CreateAsync(broker, "put-out", Partitions, FaultFeed.Create(4_500, 0.02, FaultRun.Choices("put-out" + round)));
            ChildProcess putOut = scene.Start(named ? "b" : null, null, ("Kafka:Client:client_id", Held));
            ChildProcess other = scene.Start(named ? "a" : null);
            await putOut.SaysAsync("assigned, epoch", Scene.Patience);
            await other.SaysAsync("assigned, epoch", Scene.Patience);
            Task feeding = scene.Writer.TrickleAsync(10, Apart);
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            Volatile.Write(ref holding, 1);
            proxy.Hold = request => request.Api == Frame.JoinGroup && request.Client == Held && Interlocked.Exchange(ref holding, 0) == 1 ? Count() : TimeSpan.Zero;
            ChildProcess third = scene.Start(named ? "c" : null);
            await scene.UntilAsync(() => Volatile.Read(ref held) > round, "the member asks to be let in again");
            Verdict verdict = await scene.EndAsync(feeding);
            Assert.All((ChildProcess[])[putOut, other, third], static host => Assert.True(host.ExitCode == 0, $"It ended with exit code {host.ExitCode}.\n{Scene.Tail(host)}"));
            // Of a member without a name the client says by itself that its partitions are lost.
            Assert.Equal(named, putOut.Output.Contains("let in again as another member", StringComparison.Ordinal));
            records += verdict.Records;
            verdict.Require(duplicatesAllowed: false);
        }

        FaultRun.Tell("put out while it asks", $"{(named ? "members with names" : "members without names")}, {held} x held back for {hold.TotalSeconds:0} s, {records:N0} records, 0 missing, 0 duplicates");

        TimeSpan Count()
        {
            Interlocked.Increment(ref held);
            return hold;
        }
    }
}
