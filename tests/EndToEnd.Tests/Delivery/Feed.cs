using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace PaDeNer.EndToEnd.Tests.Delivery;

/// <summary>Documents under a few keys, with records between them that cannot be processed.</summary>
internal sealed class Feed
{
    private const int PoisonEvery = 40;
    private const int Keys = 20;
    private static readonly string[] Names = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra"];
    private static readonly string[] Places = ["London", "New York", "Princeton", "Rotterdam", "Nairobi"];

    public Feed(int documents)
    {
        List<FeedRecord> records = [];
        for (int document = 0; document < documents; document++)
        {
            if (document % PoisonEvery == PoisonEvery / 2)
            {
                records.Add(Poison(records.Count, document / PoisonEvery));
            }

            records.Add(Document(records.Count));
        }

        Records = records;
    }

    public IReadOnlyList<FeedRecord> Records { get; }

    public IEnumerable<FeedRecord> Documents => Records.Where(static record => record.Fault is null);

    public IEnumerable<FeedRecord> Poisons => Records.Where(static record => record.Fault is not null);

    public static string Id(FeedRecord record) => string.Create(CultureInfo.InvariantCulture, $"doc-{record.Number}");

    public static string TraceParent(FeedRecord record) => string.Create(CultureInfo.InvariantCulture, $"00-{record.Number + 1:x32}-{record.Number + 1:x16}-01");

    /// <summary>Writes the records of the feed from one number to another, in order.</summary>
    public void Write(string bootstrapServers, string topic, int from, int to)
    {
        ProducerConfig config = new() { BootstrapServers = bootstrapServers, EnableIdempotence = true, LingerMs = 1 };
        using IProducer<byte[], byte[]?> producer = new ProducerBuilder<byte[], byte[]?>(config).Build();
        foreach (FeedRecord record in Records.Skip(from).Take(to - from))
        {
            Headers headers = [];
            headers.Add("traceparent", Encoding.UTF8.GetBytes(TraceParent(record)));
            producer.Produce(topic, new Message<byte[], byte[]?> { Key = Encoding.UTF8.GetBytes(record.Key), Value = record.Value, Headers = headers });
        }

        producer.Flush(TimeSpan.FromSeconds(30));
    }

    /// <summary>Writes the whole feed a few records at a time, so that records of all partitions are in flight all the time.</summary>
    public async Task TrickleAsync(string bootstrapServers, string topic)
    {
        const int Portion = 50;
        for (int from = 0; from < Records.Count; from += Portion)
        {
            Write(bootstrapServers, topic, from, from + Portion);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"key-{number * 7 % Keys}");

    private static FeedRecord Document(int number)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"Note {number}: {Names[number % Names.Length]} travelled to {Places[number % Places.Length]} to meet {Names[(number + 1) % Names.Length]}.");
        FeedRecord record = new(number, Key(number), null, null);
        return record with { Value = JsonSerializer.SerializeToUtf8Bytes(new { id = Id(record), text, metadata = new { number } }) };
    }

    private static FeedRecord Poison(int number, int kind) => (kind % 6) switch
    {
        0 => new FeedRecord(number, Key(number), [0x7B, 0x22, 0xFF, 0xFE, 0x00, 0x80], "malformed_utf8"),
        1 => new FeedRecord(number, Key(number), Encoding.UTF8.GetBytes("{\"text\": \"never closed"), "malformed_json"),
        2 => new FeedRecord(number, Key(number), Encoding.UTF8.GetBytes("{\"text\":null}"), "no_text"),
        3 => new FeedRecord(number, Key(number), Encoding.UTF8.GetBytes("{\"text\":\"x\",\"labels\":[\"DRAGON\"]}"), "unknown_label"),
        4 => new FeedRecord(number, Key(number), [.. Enumerable.Range(0, 30_000).Select(static one => (byte)('a' + (one % 26)))], "too_large"),
        _ => new FeedRecord(number, Key(number), null, "no_text"),
    };
}
