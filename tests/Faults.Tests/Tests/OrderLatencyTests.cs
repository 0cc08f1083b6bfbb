using System.Globalization;
using Confluent.Kafka;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>What the order of results costs: written to seen by a read_committed reader, for the three orders. Asserts no times; the figures are for people.</summary>
public sealed class OrderLatencyTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const int Portion = 10;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Fact(Explicit = true, DisableParallelization = true)]
    public async Task Latencies_of_the_three_orders_under_load_and_with_one_slow_document()
    {
        int records = FaultRun.Of(1_200, 20_000);
        foreach (ResultOrder order in Enum.GetValues<ResultOrder>())
        {
            // Of the load one document in fifty takes 40 to 400 ms and all others up to 20.
            await MeasureAsync("load", order, FaultFeed.Create(records, 0, FaultRun.Choices("latencies"), breakingShare: 0), ("StandIn:TailShare", "0.02"));
            await MeasureAsync(
                "one slow", order, FaultFeed.WithOneSlow(records, 200), ("StandIn:TailShare", "0"), ("StandIn:SlowWord", FaultFeed.Slow), ("StandIn:TailLatency", "00:00:03"));
        }
    }

    private async Task MeasureAsync(string name, ResultOrder order, FaultFeed feed, params (string, string)[] settings)
    {
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "latency", Partitions, feed, DeliveryMode.ExactlyOnce, order: order);
        List<double> milliseconds = [];
        ChildProcess host = scene.Start("a", null, [.. settings, ("Egress:CommitRecords", "500")]);
        await host.SaysAsync("assigned, epoch", Scene.Patience);
        Thread watch = new(() => Watch(scene, milliseconds, feed.Records.Count)) { IsBackground = true };
        watch.Start();
        Task feeding = scene.Writer.TrickleAsync(Portion, Apart);
        Verdict verdict = await scene.EndAsync(feeding);
        watch.Join();
        verdict.Require(duplicatesAllowed: false);

        // The first ones wait for code to be compiled.
        double[] warm = [.. milliseconds.Skip(100).Order()];
        FaultRun.Tell($"latencies, {name}, order by {order}", string.Create(
            CultureInfo.InvariantCulture, $"{warm.Length} documents, p50 {warm[warm.Length / 2]:0} ms, p99 {warm[warm.Length * 99 / 100]:0} ms"));
        Assert.Equal(feed.Records.Count, milliseconds.Count);
    }

    // A result has the timestamp of its document: when that was written.
    private static void Watch(Scene scene, List<double> milliseconds, int records)
    {
        ConsumerConfig config = new()
        {
            BootstrapServers = scene.BootstrapServers,
            GroupId = "watch-" + Guid.NewGuid(),
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = 5,
            EnableAutoCommit = false,
        };
        using IConsumer<Ignore, Ignore> consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(number => new TopicPartitionOffset(scene.Output, number, Offset.Beginning)));
        long started = TimeProvider.System.GetTimestamp();
        while (milliseconds.Count < records && TimeProvider.System.GetElapsedTime(started) < 2 * Scene.Patience)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(20)) is { } seen)
            {
                milliseconds.Add((TimeProvider.System.GetUtcNow() - seen.Message.Timestamp.UtcDateTime).TotalMilliseconds);
            }
        }
    }
}
