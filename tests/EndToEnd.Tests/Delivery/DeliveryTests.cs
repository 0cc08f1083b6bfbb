using Confluent.Kafka;
using PaDeNer.EndToEnd.Tests.Brokers;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;
using PaDeNer.Testing.Runs;

namespace PaDeNer.EndToEnd.Tests.Delivery;

/// <summary>The daemon as a process between real topics: stopped, killed and started again in the middle, and nothing is missing.</summary>
public sealed class DeliveryTests(ITestOutputHelper output)
{
    private static readonly int Documents = RunLength.Of(600, 5000);
    private const int Partitions = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task Nothing_is_missing_and_on_Apache_Kafka_nothing_is_there_twice_after_SIGTERM_and_SIGKILL_in_the_middle()
    {
        Repository.RequireDaemon();
        using TestBroker broker = await AnyBroker.StartAsync();
        int twice = await DeliverAsync(broker);
        if (broker is ApacheKafka)
        {
            Assert.Equal(0, twice);
        }
    }

    [Fact]
    public async Task A_second_daemon_takes_partitions_over_while_the_first_works_and_nothing_is_missing_or_there_twice()
    {
        Repository.RequireDaemon();
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        await DaemonTopics.CreateAsync(broker);
        Feed feed = new(2 * Documents);
        using TopicTail results = new(broker.BootstrapServers, "entities", Partitions);
        using TopicTail letters = new(broker.BootstrapServers, "documents.dead-letter", 1);
        using ChildProcess first = DaemonProcess.Start(broker);
        await first.SaysAsync("assigned, epoch", Patience);
        Task writing = feed.TrickleAsync(broker.BootstrapServers, "documents");
        results.ReadTo(50, Patience, () => first.Output);

        using ChildProcess second = DaemonProcess.Start(broker, ("Kafka:InstanceId", "padener-2"));
        await second.SaysAsync("assigned, epoch", Patience);
        int before = results.Seen.Count;
        await writing;
        results.ReadTo(2 * Documents, Patience, () => first.Output + second.Output);
        first.Terminate();
        Assert.Equal(0, await first.ExitAsync(Patience));
        second.Terminate();
        Assert.Equal(0, await second.ExitAsync(Patience));

        results.ReadRest();
        letters.ReadTo(feed.Poisons.Count(), Patience, () => second.Output);
        letters.ReadRest();
        int duplicates = DeliveryCheck.Results(feed, results.Seen);
        output.WriteLine($"Partitions moved after {before} results or later; {duplicates} results came twice.\n{Lines(first, "evoked")}\n{Lines(second, "published")}");
        Assert.Equal(0, DeliveryCheck.DeadLetters(feed, letters.Seen));
        Assert.Equal(0, duplicates);
    }

    [Fact]
    public async Task A_missing_topic_ends_the_start_with_the_command_that_creates_it()
    {
        Repository.RequireDaemon();
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        await broker.CreateTopicAsync("documents", 1);
        using ChildProcess daemon = DaemonProcess.Start(broker);
        Assert.NotEqual(0, await daemon.ExitAsync(Patience));
        Assert.Contains("No such topic", daemon.Output, StringComparison.Ordinal);
        Assert.Contains("--create --topic entities", daemon.Output, StringComparison.Ordinal);
        Assert.Contains("--create --topic documents.dead-letter", daemon.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--create --topic documents --", daemon.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("llama.cpp", daemon.Output, StringComparison.Ordinal);
    }

    /// <summary>Gives how many results and dead letters are there twice.</summary>
    private async Task<int> DeliverAsync(TestBroker broker)
    {
        await DaemonTopics.CreateAsync(broker);
        Feed feed = new(Documents);
        using TopicTail results = new(broker.BootstrapServers, "entities", Partitions);
        using TopicTail letters = new(broker.BootstrapServers, "documents.dead-letter", 1);
        feed.Write(broker.BootstrapServers, "documents", 0, feed.Records.Count / 2);

        using (ChildProcess stopped = DaemonProcess.Start(broker))
        {
            results.ReadTo(150, Patience, () => stopped.Output);
            stopped.Terminate();
            Assert.Equal(0, await stopped.ExitAsync(TimeSpan.FromSeconds(40)));
        }

        results.ReadRest();
        int beforeKill = results.Seen.Count;
        Assert.InRange(beforeKill, 150, Documents - 1);
        output.WriteLine($"SIGTERM: {beforeKill} results when it ended, {Duplicates(results)} of them twice.");
        Assert.Equal(0, Duplicates(results));

        feed.Write(broker.BootstrapServers, "documents", feed.Records.Count / 2, feed.Records.Count);
        using (ChildProcess killed = DaemonProcess.Start(broker))
        {
            results.ReadTo(beforeKill + 150, Patience, () => killed.Output);
            await killed.KillAsync();
        }

        results.ReadRest();
        output.WriteLine($"SIGKILL: {results.Seen.Count} results when it ended, {Duplicates(results)} of them twice.");
        Assert.Equal(0, Duplicates(results));
        using (ChildProcess last = DaemonProcess.Start(broker))
        {
            results.ReadTo(Documents, Patience, () => last.Output);
            letters.ReadTo(feed.Poisons.Count(), Patience, () => last.Output);
            results.ReadRest();
            last.Terminate();
            Assert.Equal(0, await last.ExitAsync(TimeSpan.FromSeconds(40)));
        }

        letters.ReadRest();
        int twice = DeliveryCheck.Results(feed, results.Seen), lettersTwice = DeliveryCheck.DeadLetters(feed, letters.Seen);
        output.WriteLine($"In the end {Documents} documents have {results.Seen.Count} results ({twice} twice), {feed.Poisons.Count()} other records {letters.Seen.Count} dead letters ({lettersTwice} twice).");
        DeliveryCheck.OrderPerKey(results.Seen, kills: 1);
        Assert.Equal(0, Lag(broker));
        return twice + lettersTwice;
    }

    private static string Lines(ChildProcess process, string with) => string.Join('\n', process.Output.Split('\n').Where(line => line.Contains(with, StringComparison.Ordinal)));

    private static int Duplicates(TopicTail results) => results.Seen.Count - results.Seen.Select(static one => Convert.ToHexString(one.Message.Headers.GetLastBytes("traceparent"))).Distinct().Count();

    private static long Lag(TestBroker broker)
    {
        ConsumerConfig config = new() { BootstrapServers = broker.BootstrapServers, GroupId = "padener" };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();
        TopicPartition[] partitions = [.. Enumerable.Range(0, Partitions).Select(static number => new TopicPartition("documents", number))];
        return consumer.Committed(partitions, Patience)
            .Sum(committed => consumer.QueryWatermarkOffsets(committed.TopicPartition, Patience).High.Value - committed.Offset.Value);
    }
}
