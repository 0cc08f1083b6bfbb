using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.EndToEnd.Tests.Brokers;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Streaming.Kafka;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Delivery;

/// <summary>What the daemon does when its surroundings fail.</summary>
public sealed class FailureTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task SIGTERM_ends_a_daemon_that_has_never_reached_a_broker()
    {
        Repository.RequireDaemon();
        using ChildProcess daemon = DaemonProcess.Start(new NoBroker());
        await daemon.SaysAsync("No answer from 127.0.0.1:1 yet", Patience);
        long started = TimeProvider.System.GetTimestamp();
        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(TimeSpan.FromSeconds(20)));
        output.WriteLine($"It ended after {TimeProvider.System.GetElapsedTime(started)}.");
    }

    [Fact]
    public async Task SIGTERM_ends_a_daemon_in_time_whose_broker_has_died_in_the_middle()
    {
        Repository.RequireDaemon();
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        await DaemonTopics.CreateAsync(broker);
        // More than it can be done with before the broker is gone.
        Feed feed = new(6000);
        feed.Write(broker.BootstrapServers, "documents", 0, feed.Records.Count);
        using ChildProcess daemon = DaemonProcess.Start(broker, ("Host:DrainTimeout", "00:00:05"), ("Egress:CloseTimeout", "00:00:02"));
        using (TopicTail results = new(broker.BootstrapServers, "entities", 3))
        {
            results.ReadTo(50, Patience, () => daemon.Output);
        }

        broker.Dispose();
        await daemon.SaysAsync("AllBrokersDown", Patience);
        long started = TimeProvider.System.GetTimestamp();
        daemon.Terminate();
        await daemon.ExitAsync(TimeSpan.FromSeconds(30));
        output.WriteLine($"It ended after {TimeProvider.System.GetElapsedTime(started)}.");
        Assert.True(daemon.Output.Contains("left to the next start", StringComparison.Ordinal), daemon.Output);
    }

    [Fact]
    public async Task Of_two_daemons_with_one_instance_id_the_older_one_stops_and_says_why()
    {
        Repository.RequireDaemon();
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        await DaemonTopics.CreateAsync(broker);
        using ChildProcess first = DaemonProcess.Start(broker);
        await first.SaysAsync("assigned, epoch", Patience);
        using ChildProcess second = DaemonProcess.Start(broker);
        Assert.NotEqual(0, await first.ExitAsync(Patience));
        Assert.Contains("fenced", first.Output, StringComparison.OrdinalIgnoreCase);
        Assert.False(second.HasExited);
        second.Terminate();
        Assert.Equal(0, await second.ExitAsync(TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public async Task A_record_larger_than_the_broker_takes_is_rejected_alone_and_writing_goes_on()
    {
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        await DaemonTopics.CreateAsync(broker);
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                KeyValuePair.Create("Kafka:BootstrapServers", (string?)broker.BootstrapServers),

                // What is written beside it is kept in this mode only.
                KeyValuePair.Create("Delivery:Mode", (string?)"AtLeastOnce"),
            ])
            .Build();
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddKafka(configuration).BuildServiceProvider();
        IRecordSink sink = services.GetRequiredService<IRecordSink>();
        SinkRecord[] records = [.. Enumerable.Range(0, 30).Select(number => new SinkRecord(SinkTopic.Output, [(byte)number], number == 15 ? RandomNumberGenerator.GetBytes(2_000_000) : new byte[1000], []))];

        CommitResult result = await sink.CommitAsync(new CommitBatch(records, []), TestContext.Current.CancellationToken);
        RejectedRecord rejected = Assert.Single(result.Rejected);
        Assert.Same(records[15], rejected.Record);
        output.WriteLine(rejected.Reason);
        CommitResult second = await sink.CommitAsync(new CommitBatch(records[..5], []), TestContext.Current.CancellationToken);
        Assert.Empty(second.Rejected);

        using TopicTail written = new(broker.BootstrapServers, "entities", 3);
        written.ReadTo(34, Patience, static () => string.Empty);
        written.ReadRest();
        Assert.Equal(34, written.Seen.Count);
    }

    private sealed class NoBroker : TestBroker
    {
        public override string BootstrapServers => "127.0.0.1:1";

        public override Task CreateTopicAsync(string topic, int partitions) => Task.CompletedTask;

        public override void Dispose()
        {
        }
    }
}
