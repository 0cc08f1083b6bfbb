using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Kafka.Tests.Statistics;

/// <summary>What the clients themselves tell.</summary>
public sealed class ClientStatisticsTests : IDisposable
{
    private const int Records = 3000;
    private readonly EmbeddedKafka _kafka = new();
    private readonly ClientReports _reports = new();

    public ClientStatisticsTests() => _kafka.Observer = _reports;

    public void Dispose() => _kafka.Dispose();

    [Fact]
    public async Task A_consumer_tells_of_its_brokers_its_group_and_what_it_has_fetched()
    {
        using (IProducer<byte[]?, byte[]?> writer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = _kafka.BootstrapServers }).Build())
        {
            for (int number = 0; number < Records; number++)
            {
                writer.Produce(new TopicPartition("documents", number % EmbeddedKafka.Partitions), new Message<byte[]?, byte[]?> { Value = new byte[10] });
            }

            writer.Flush(TimeSpan.FromSeconds(30));
        }

        using ServiceProvider services = Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);

        // Slowly, so that there are records that are fetched and not read when it tells. No partition has as many: they share a queue.
        await Eventually.HoldsAsync(
            () =>
            {
                _ = source.Poll(TimeSpan.Zero);
                return _reports.Of(ClientKind.Consumer).Any(static one => one.State.RecordsQueued > Records / EmbeddedKafka.Partitions);
            },
            "a consumer that tells of records it has fetched");

        ClientReport told = _reports.Of(ClientKind.Consumer).First(static one => one.State.RecordsQueued > Records / EmbeddedKafka.Partitions);
        Assert.InRange(told.State.RecordsQueued, 1, Records + 1); // what it tells of itself waits there too
        Assert.True(told.State.BytesQueued >= 10 * (told.State.RecordsQueued - 1), $"{told}");
        Assert.True(told.State.IsSteady, $"{told}");
        Assert.NotNull(told.State.RebalanceAge);
        Assert.NotNull(told.State.RoundTripMean);
        Assert.True(told.State.RoundTripTail >= told.State.RoundTripMean / 2, $"{told}");
        ClientReport[] all = [.. _reports.Of(ClientKind.Consumer)];
        Assert.True(all.Sum(static one => one.Risen.Rebalances) >= 1);
        Assert.True(all.Sum(static one => one.Risen.ConnectionsTried) >= 1);
        Assert.True(all.Sum(static one => one.Risen.BytesSent) > 0);
        Assert.True(all.Sum(static one => one.Risen.BytesReceived) > 10 * told.State.RecordsQueued);
        source.Close();
    }

    [Theory]
    [InlineData("AtLeastOnce")]
    [InlineData("ExactlyOnce")]
    public async Task A_producer_tells_how_fast_what_it_writes_is_acknowledged(string mode)
    {
        using ServiceProvider services = Services(("Delivery:Mode", mode));
        IRecordSink sink = services.GetRequiredService<IRecordSink>();
        await sink.OpenAsync(TestContext.Current.CancellationToken);
        SinkRecord record = new(SinkTopic.Output, Given.Bytes("k"), new byte[5000], []);
        await sink.CommitAsync(new CommitBatch([record], []), TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(() => _reports.Of(ClientKind.Producer).Sum(static one => one.Risen.BytesSent) > 0, "a producer that tells");

        ClientReport told = _reports.Of(ClientKind.Producer)[0];
        Assert.Equal(TimeSpan.FromSeconds(1), told.Interval);
        Assert.InRange(told.State.RoundTripMean!.Value, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal((null, null, 0L), (told.State.RebalanceAge, told.State.IsSteady, told.Risen.Rebalances));
    }

    [Fact]
    public async Task A_client_that_is_made_anew_has_a_higher_number()
    {
        using ServiceProvider services = Services();
        IKafkaClients clients = services.GetRequiredService<IKafkaClients>();
        using (clients.Producer())
        {
            await Eventually.HoldsAsync(() => _reports.All.Count > 0, "the first tells");
        }

        int before = _reports.All[^1].Number;
        using IProducer<byte[]?, byte[]?> renewed = clients.TransactionalProducer("anew", TimeSpan.FromSeconds(10));

        await Eventually.HoldsAsync(() => _reports.All[^1].Number > before, "the second tells");
    }

    private ServiceProvider Services(params (string Setting, string Value)[] settings) => _kafka.Services([("Kafka:StatisticsInterval", "00:00:01"), .. settings]);
}
