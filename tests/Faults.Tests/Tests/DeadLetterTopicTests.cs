using Confluent.Kafka.Admin;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Dead letters that cannot be written, and results that the output topic does not take.</summary>
public sealed class DeadLetterTopicTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const string Assigned = "assigned, epoch";
    private const string Halts = "stands still at ";

    private static readonly (string, string) Timeout = ("Delivery:TransactionTimeout", "00:00:03");

    [Fact(Explicit = true)]
    public async Task While_the_dead_letter_topic_is_gone_its_partitions_halt_and_nothing_is_skipped()
    {
        ApacheKafka broker = await shared.GetAsync();
        Random choices = FaultRun.Choices("letters-gone");
        using Scene scene = await Scene.CreateAsync(broker, "letters-gone", Partitions, FaultFeed.Create(FaultRun.Of(800, 8_000), 0.05, choices), DeliveryMode.ExactlyOnce);
        ChildProcess host = scene.Start("a", null, Timeout);
        await host.SaysAsync(Assigned, Scene.Patience);
        await BrokerState.DeleteAsync(broker.BootstrapServers, scene.DeadLetters);
        scene.Writer.WriteRest();
        await HaltedAsync(scene, host, $"there is no topic '{scene.DeadLetters}' any more: create it");
        int answered = scene.Read();
        await Scene.StopAsync(host);
        await broker.CreateTopicAsync(scene.DeadLetters, Partitions);
        scene.Start("a", null, Timeout);
        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("dead-letter topic gone", $"{Partitions} partitions halted after {answered} answers, {verdict}");
        verdict.Require(duplicatesAllowed: false);
    }

    [Theory(Explicit = true)]
    [InlineData(DeliveryMode.ExactlyOnce)]
    [InlineData(DeliveryMode.AtLeastOnce)]
    public async Task While_dead_letters_may_not_be_written_their_partitions_halt_and_nothing_is_skipped(string mode)
    {
        using SecureKafka broker = await SecureKafka.StartAsync();
        Random choices = FaultRun.Choices("letters-refused");
        using Scene scene = await Scene.CreateAsync(broker.Broker, "letters-refused", Partitions, FaultFeed.Create(FaultRun.Of(800, 8_000), 0.05, choices), mode);
        AclRight[] rights =
        [
            new(AclOperation.Read, ResourceType.Topic, scene.Input),
            new(AclOperation.Write, ResourceType.Topic, scene.Output),
            new(AclOperation.Describe, ResourceType.Topic, scene.DeadLetters),
            new(AclOperation.Read, ResourceType.Group, scene.Group),
            new(AclOperation.Write, SecureKafka.TransactionalId, scene.Group, IsPrefix: true),
        ];
        await broker.GrantAsync(rights);
        (string, string)[] settings =
        [
            Timeout,
            .. broker.Settings,
        ];
        ChildProcess host = scene.Start("a", null, settings);
        await host.SaysAsync(Assigned, Scene.Patience);
        scene.Writer.WriteRest();
        await HaltedAsync(scene, host, $"the brokers do not let us write to the topic '{scene.DeadLetters}': grant write on it");
        int answered = scene.Read();
        await Scene.StopAsync(host);
        await broker.GrantAsync([.. rights, new AclRight(AclOperation.Write, ResourceType.Topic, scene.DeadLetters)]);
        scene.Start("a", null, settings);
        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("dead letters refused", $"{mode}, {Partitions} partitions halted after {answered} answers, {verdict}");
        // At least once, what stood behind a dead letter in its batch is written all the same, and again by the next host.
        verdict.Require(duplicatesAllowed: mode == DeliveryMode.AtLeastOnce);
    }

    [Fact(Explicit = true)]
    public async Task Results_that_the_output_topic_does_not_take_are_dead_letters_and_disturb_no_other()
    {
        ApacheKafka broker = await shared.GetAsync();
        Random choices = FaultRun.Choices("large");
        FaultFeed feed = FaultFeed.CreateLong(FaultRun.Of(800, 20_000), 0.02, choices);
        using Scene scene = await Scene.CreateAsync(broker, "large", Partitions, feed, DeliveryMode.ExactlyOnce);
        await BrokerState.ConfigureAsync(broker.BootstrapServers, scene.Output, "max.message.bytes", FaultFeed.LargeText.ToString(System.Globalization.CultureInfo.InvariantCulture));
        scene.Writer.WriteRest();
        scene.Start("a", null, ("Egress:IncludeText", "true"));
        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("results too large", $"{feed.Poisons} of them too large, {verdict}");
        verdict.Require(duplicatesAllowed: false);
    }

    // In every partition there is a dead letter sooner or later, so all of them halt.
    private static async Task HaltedAsync(Scene scene, ChildProcess host, string why)
    {
        await host.SaysAsync(why, Scene.Patience);
        await scene.UntilAsync(
            () => Enumerable.Range(0, Partitions).All(number => host.Output.Split('\n').Any(line => line.Contains(Halts, StringComparison.Ordinal) && line.Contains($"{scene.Input}/{number}/", StringComparison.Ordinal))),
            "every partition halts");
        Assert.False(host.HasExited);
    }
}
