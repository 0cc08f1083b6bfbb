using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Streaming.Kafka.Topics;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class TopicAccessTests : IDisposable
{
    private readonly EmbeddedKafka _kafka = new();
    private readonly ServiceProvider _services;
    private readonly TopicAccess _topics;

    public TopicAccessTests()
    {
        _services = _kafka.Services();
        _topics = _services.GetRequiredService<TopicAccess>();
    }

    [Fact]
    public async Task A_scan_reads_every_partition_from_its_beginning_to_the_end_it_had()
    {
        await ProduceAsync(0, 5);
        await ProduceAsync(2, 3);
        using TopicScan scan = _topics.Scan("documents", []);
        await ProduceAsync(0, 4);
        await ProduceAsync(1, 1);

        List<SourceRecord> read = [.. scan.Read(CancellationToken.None)];

        Assert.Equal(8, scan.Offsets);
        Assert.Equal(["0/0", "0/1", "0/2", "0/3", "0/4", "2/0", "2/1", "2/2"], read.Select(Place).Order(StringComparer.Ordinal));
        Assert.All(read, static record => Assert.Equal($"key-{record.Position.Offset}", System.Text.Encoding.UTF8.GetString(record.Key!)));
    }

    [Fact]
    public void An_empty_topic_is_read_at_once()
    {
        using TopicScan scan = _topics.Scan("documents", []);

        Assert.Equal(0, scan.Offsets);
        Assert.Empty(scan.Read(CancellationToken.None));
    }

    [Fact]
    public async Task Records_are_found_by_their_places()
    {
        await ProduceAsync(0, 5);
        await ProduceAsync(1, 5);
        using TopicScan scan = _topics.Scan("documents", [new(0, 3), new(1, 0), new(0, 1), new(0, 3), new(1, 5), new(2, 0), new(0, 99)]);

        Assert.Equal(["0/1", "0/3", "1/0"], scan.Read(CancellationToken.None).Select(Place).Order(StringComparer.Ordinal));
        StreamSetupException beyond = Assert.Throws<StreamSetupException>(() => _topics.Scan("documents", [new(3, 0)]));
        Assert.Equal("The topic 'documents' has 3 partitions, from 0: there is no 3/0.", beyond.Message);
    }

    [Fact]
    public async Task A_scan_ends_when_it_is_told_to()
    {
        await ProduceAsync(0, 2);
        using TopicScan scan = _topics.Scan("documents", []);
        using CancellationTokenSource stop = new();
        using IEnumerator<SourceRecord> records = scan.Read(stop.Token).GetEnumerator();
        Assert.True(records.MoveNext());
        await stop.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (records.MoveNext())
            {
            }
        });
    }

    [Fact]
    public void What_is_written_keeps_its_partition_where_there_is_one_and_its_headers()
    {
        using (TopicWriter writer = _topics.Write("documents"))
        {
            writer.Send(2, Given.Bytes("k"), Given.Bytes("v"), [new RecordHeader("h", null), RecordHeaders.Text("h", "1")]);
            writer.Send(1, null, null, []);
            writer.Send(99, Given.Bytes("k"), Given.Bytes("by key"), []);
            writer.Send(null, Given.Bytes("k"), Given.Bytes("by key too"), []);
            writer.Flush(CancellationToken.None);
            Assert.Equal(4, writer.Written);
        }

        using TopicScan scan = _topics.Scan("documents", []);
        Dictionary<string, SourceRecord> read = scan.Read(CancellationToken.None).ToDictionary(static one => one.Value is null ? "null" : System.Text.Encoding.UTF8.GetString(one.Value));
        Assert.Equal((2, 1), (read["v"].Position.Partition.Number, read["null"].Position.Partition.Number));
        Assert.Equal(read["by key"].Position.Partition, read["by key too"].Position.Partition);
        Assert.Null(read["null"].Key);
        Assert.Equal([(null, "h"), ("1", "h")], read["v"].Headers.Select(static one => (one.Value is null ? null : System.Text.Encoding.UTF8.GetString(one.Value), one.Name)));
    }

    public void Dispose()
    {
        _services.Dispose();
        _kafka.Dispose();
    }

    private static string Place(SourceRecord record) => new TopicPlace(record.Position.Partition.Number, record.Position.Offset).ToString();

    private Task ProduceAsync(int partition, int count) =>
        _kafka.ProduceAsync(Enumerable.Range(0, count).Select(number => (partition, (string?)$"key-{number}", (byte[]?)Given.Bytes("x"))), new Headers());
}
