using System.Text;
using Confluent.Kafka;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Proxies;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Between client and broker the request that ends a transaction is dropped, late or cut off, so that its outcome is not known.</summary>
public sealed class LateCommitTests
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Fact(Explicit = true)]
    public async Task Commits_that_are_dropped_late_or_cut_off_lose_nothing_and_publish_nothing_twice()
    {
        Random choices = FaultRun.Choices("commits");
        using KafkaProxy proxy = new() { Late = TimeSpan.FromSeconds(3) };
        using ApacheKafka broker = await ApacheKafka.StartAsync(proxy.Port);
        proxy.Open(broker.Port);
        int wanted = FaultRun.Of(16, 500);
        using Scene scene = await Scene.CreateAsync(broker, "commits", Partitions, FaultFeed.Create(wanted * 150, 0.02, choices), DeliveryMode.ExactlyOnce);
        (string, string) timeout = ("Delivery:TransactionTimeout", "00:00:02");
        ChildProcess[] hosts = [scene.Start("a", null, timeout), scene.Start("b", null, timeout)];
        await hosts[0].SaysAsync("assigned, epoch", Scene.Patience);
        await hosts[1].SaysAsync("assigned, epoch", Scene.Patience);
        Lock gate = new();
        proxy.Choose = () =>
        {
            lock (gate)
            {
                return choices.Next(8) == 0 && proxy.Hits < wanted ? (CommitFault)choices.Next(1, 5) : CommitFault.None;
            }
        };
        Task feeding = scene.Writer.TrickleAsync(10, Apart);
        while (proxy.Hits < wanted && !feeding.IsCompleted)
        {
            await Task.Delay(Apart, TestContext.Current.CancellationToken);
        }

        proxy.Choose = static () => CommitFault.None;
        Verdict verdict = await scene.EndAsync(feeding);
        int discarded = hosts.Sum(static host => host.Output.Split("discarded").Length - 1);
        FaultRun.Tell("unclear commits", $"{proxy.Hits} of {wanted} ends of transactions disturbed ({proxy.Summary}), {discarded} producers made anew, {verdict}");
        verdict.Require(duplicatesAllowed: false);
        Assert.InRange(proxy.Hits, 1, wanted + hosts.Length);
    }

    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_commit_ends_a_later_transaction_unless_the_producer_was_made_anew(bool isMadeAnew)
    {
        using KafkaProxy proxy = new() { Late = TimeSpan.FromSeconds(5) };
        using ApacheKafka broker = await ApacheKafka.StartAsync(proxy.Port);
        proxy.Open(broker.Port);
        await broker.CreateTopicAsync("late", 1);
        int asked = 0;
        proxy.Choose = () => Interlocked.Increment(ref asked) == 1 ? CommitFault.Delay : CommitFault.None;

        IProducer<byte[], byte[]> producer = Producer(broker);
        producer.BeginTransaction();
        Write(producer, "first");
        if (isMadeAnew)
        {
            // What the product does: its outcome is not known, so the client goes and a new one begins.
            do
            {
                // On a slow machine the client may not even have asked in that time; it goes on where it was.
                Assert.Throws<KafkaRetriableException>(() => producer.CommitTransaction(TimeSpan.FromMilliseconds(500)));
            }
            while (Volatile.Read(ref asked) == 0);
            producer.Dispose();
            producer = Producer(broker);
        }
        else
        {
            // What the client does by itself: the request times out after a second and is sent once more.
            producer.CommitTransaction(TimeSpan.FromSeconds(30));
        }

        producer.BeginTransaction();
        Write(producer, "second");
        Assert.Equal(0, producer.Flush(Patience));
        long started = TimeProvider.System.GetTimestamp();
        while (proxy.Delivered == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "The late commit was not delivered.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await BrokerState.NoneOpenOrAsync(broker.BootstrapServers, "late", TimeSpan.FromSeconds(2));
        Exception? refused = Record.Exception(() => producer.AbortTransaction(TimeSpan.FromSeconds(10)));
        producer.Dispose();
        using TopicReader reader = new(broker.BootstrapServers, "late", 1, IsolationLevel.ReadCommitted);
        reader.ReadToEnd(Patience);
        string[] seen = [.. reader.Seen.Select(static one => Encoding.UTF8.GetString(one.Message.Value!))];
        FaultRun.Tell(isMadeAnew ? "late commit, producer made anew" : "late commit, negative control", $"seen {string.Join(" and ", seen)}; the second was aborted ({refused?.Message ?? "taken"})");
        Assert.Equal(!isMadeAnew, seen.Contains("second"));
    }

    private static IProducer<byte[], byte[]> Producer(ApacheKafka broker)
    {
        ProducerConfig config = new()
        {
            BootstrapServers = broker.BootstrapServers,
            TransactionalId = "late",
            TransactionTimeoutMs = 30_000,
            SocketTimeoutMs = 1_000,
        };
        IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        return producer;
    }

    private static void Write(IProducer<byte[], byte[]> producer, string value) =>
        producer.Produce("late", new Message<byte[], byte[]> { Key = [1], Value = Encoding.UTF8.GetBytes(value) });
}
