using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Results that leave before others in front of them in their partition.</summary>
public sealed partial class OrderTests(SharedBroker shared)
{
    private const int Partitions = 4;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    // Documents that take as long as it takes to kill a host, so that much is finished past them.
    private static readonly (string, string)[] Slow = [("StandIn:TailShare", "0.03"), ("StandIn:TailLatency", "00:00:03")];

    [Theory(Explicit = true)]
    [InlineData(ResultOrder.Key, DeliveryMode.ExactlyOnce)]
    [InlineData(ResultOrder.Completion, DeliveryMode.ExactlyOnce)]
    [InlineData(ResultOrder.Key, DeliveryMode.AtLeastOnce)]
    [InlineData(ResultOrder.Completion, DeliveryMode.AtLeastOnce)]
    public async Task What_has_left_before_others_is_not_done_again_by_hosts_that_come_after_a_kill(ResultOrder order, string mode)
    {
        Random choices = FaultRun.Choices("order" + order);
        int kills = FaultRun.Of(3, 100), records = kills * 400;
        using Scene scene = await Scene.CreateAsync(
            await shared.GetAsync(), "order", Partitions, FaultFeed.Create(records, 0.02, choices), mode, order: order);
        string[] names = ["a", "b"];
        ChildProcess[] hosts = [.. names.Select(name => scene.Start(name, null, Slow))];
        List<ChildProcess> all = [.. hosts];
        await hosts[0].SaysAsync("assigned, epoch", Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        for (int kill = 0; kill < kills; kill++)
        {
            await scene.AnsweredAsync(records * (kill + 1) / (kills + 2));
            int victim = choices.Next(hosts.Length);
            await hosts[victim].KillAsync();
            hosts[victim] = scene.Start(names[victim], null, Slow);
            all.Add(hosts[victim]);
        }

        Verdict verdict = await scene.EndAsync(feeding);
        long passed = all.Sum(static host => Passed().Matches(host.Output).Sum(static match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
        FaultRun.Tell($"order by {order}", $"{mode}, {kills} kills, {passed} offsets finished past the committed ones and not done again, {verdict}");
        verdict.Require(scene.AllowsDuplicates);
        Assert.True(passed > 0, "Nothing was ever finished past a committed offset.");
    }

    [Fact(Explicit = true)]
    public async Task A_host_that_is_killed_in_a_transaction_out_of_order_loses_nothing()
    {
        string[] points = [CrashPoint.AfterOffsets, CrashPoint.DuringCommit, CrashPoint.AfterCommit, CrashPoint.RevokedAfterCommit];
        int kills = FaultRun.Of(2, 50), records = 0;
        foreach (string point in points)
        {
            Verdict verdict = await CrashRun.RunAsync(await shared.GetAsync(), point, kills, ResultOrder.Completion);
            verdict.Require(duplicatesAllowed: false);
            records += verdict.Records;
        }

        FaultRun.Tell("crash points, order by completion", $"{points.Length} points x {kills} kills, {records:N0} records, 0 missing, 0 duplicates");
    }

    [Fact(Explicit = true)]
    public async Task A_group_whose_offsets_are_set_back_does_all_again_that_lies_behind_them()
    {
        ApacheKafka broker = await shared.GetAsync();
        using Scene scene = await Scene.CreateAsync(
            broker, "reset", 1, FaultFeed.WithOneSlow(100, 10), DeliveryMode.ExactlyOnce, order: ResultOrder.Completion);
        scene.Writer.WriteRest();
        (string, string)[] settings = [("StandIn:TailShare", "0"), ("StandIn:SlowWord", FaultFeed.Slow), ("StandIn:TailLatency", "01:00:00")];
        ChildProcess host = scene.Start("a", null, settings);
        await scene.AnsweredAsync(99);
        await host.KillAsync();

        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        TopicPartition partition = new(scene.Input, 0);
        ConsumerGroupTopicPartitionOffsets back = new(scene.Group, [new TopicPartitionOffset(partition, 5)]);
        for (int asked = 0; (await admin.DescribeConsumerGroupsAsync([scene.Group])).ConsumerGroupDescriptions[0].State != ConsumerGroupState.Empty; asked++)
        {
            Assert.True(asked < 300, "The group does not become empty.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await admin.AlterConsumerGroupOffsetsAsync([back]);
        ChildProcess again = scene.Start("a", null, [.. settings[..2], ("StandIn:TailLatency", "00:00:00.500")]);
        await scene.AnsweredAsync(100);
        await Scene.StopAsync(again);
        Verdict verdict = scene.Judge();
        FaultRun.Tell("offsets set back", $"from 10 to 5 of 100, {verdict}");

        // From 5 on all but the slow one had left before.
        Assert.Empty(verdict.Missing);
        Assert.Equal(94, verdict.Duplicates);
    }

    [GeneratedRegex("(\\d+) offsets past \\d+, where it is committed, are finished and not done again")]
    private static partial Regex Passed();
}
