using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using PaDeNer.EndToEnd.Tests.Brokers;
using PaDeNer.EndToEnd.Tests.Delivery;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.EndToEnd.Tests.Support;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Verbs;

/// <summary>Dead letters of a real daemon, looked at and sent again by the verb.</summary>
public sealed class DeadLettersTests
{
    private const int Partitions = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly byte[] Unknown = """{"text":"x","labels":["DRAGON"]}"""u8.ToArray();
    private static readonly byte[] Broken = "{\"text\": \"\u001b[2Jnever closed"u8.ToArray();

    [Fact]
    public async Task Dead_letters_are_listed_shown_and_sent_again_and_on_Apache_Kafka_what_is_missing_is_named()
    {
        Repository.RequireDaemon();
        using TestBroker broker = await AnyBroker.StartAsync();
        await RunAsync(broker);
        if (broker is not ApacheKafka)
        {
            // It makes whatever topic it is asked for.
            return;
        }

        VerbResult none = await VerbAsync(broker, "list", "--topic", "none");
        Assert.Equal((1, $"padener: There is no topic 'none' at {broker.BootstrapServers}."), (none.ExitCode, none.Error.TrimEnd()));
        VerbResult astray = await VerbAsync(broker, "redrive", "--input-topic", "none");
        Assert.Equal((1, $"padener: There is no topic 'none' at {broker.BootstrapServers}."), (astray.ExitCode, astray.Error.TrimEnd()));
    }

    private static async Task RunAsync(TestBroker broker)
    {
        await DaemonTopics.CreateAsync(broker);
        await WriteAsync(broker);
        using TopicTail letters = new(broker.BootstrapServers, "documents.dead-letter", 1);
        await DecodeAsync(broker, letters, 2);
        long[] committed = Committed(broker);

        JsonElement unknown = await ListAsync(broker, "--fault", "unknown_label");
        string place = unknown.GetProperty("position").GetProperty("offset").GetRawText();
        Assert.Equal(("a", 0, 2), (unknown.GetProperty("key").GetString(), unknown.GetProperty("redrives").GetInt32(), unknown.GetProperty("source").GetProperty("partition").GetInt32()));
        await LookAsync(broker, place);
        await RedriveAsync(broker, place);
        Assert.Equal(committed, Committed(broker));

        await DecodeAsync(broker, letters, 3);
        JsonElement again = await ListAsync(broker, "--fault", "unknown_label", "--source-partition", "2", "--source-offset", "1");
        Assert.Equal((1, $"documents.dead-letter/0/{place}"), (again.GetProperty("redrives").GetInt32(), again.GetProperty("redriven_from").GetString()));
        VerbResult loop = await VerbAsync(broker, "redrive", "--fault", "unknown_label", "--max-redrives", "1");
        Assert.Contains("left alone                   1 records: they were sent again 1 times already", loop.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 3 dead letters of 'documents.dead-letter' would be sent to 'documents'; --execute does it.", loop.Error, StringComparison.Ordinal);
        VerbResult warned = await VerbAsync(broker, "redrive", "--fault", "unknown_label");
        Assert.Contains("1 of them were sent again before and failed again", warned.Error, StringComparison.Ordinal);
    }

    private static async Task LookAsync(TestBroker broker, string place)
    {
        VerbResult table = await VerbAsync(broker, "list", "--since", "1d");
        Assert.Equal((0, 3), (table.ExitCode, table.Lines.Length));
        Assert.Contains(" malformed_json ", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', table.Output);
        Assert.Contains("2 of 2 dead letters of 'documents.dead-letter'.", table.Error, StringComparison.Ordinal);

        VerbResult shown = await VerbAsync(broker, "show", "--fault", "malformed_json");
        Assert.DoesNotContain('\u001b', shown.Output);
        Assert.Contains("  {\"text\": \"\\u{1B}[2Jnever closed", shown.Output, StringComparison.Ordinal);
        Assert.Contains("header traceparent: 00-1", shown.Output, StringComparison.Ordinal);

        string file = Path.GetTempFileName();
        VerbResult raw = await VerbAsync(broker, "show", "--position", $"0/{place}", "--raw", file);
        Assert.Equal(0, raw.ExitCode);
        Assert.Equal(Unknown, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);

        VerbResult nothing = await VerbAsync(broker, "show", "--position", "0/99");
        Assert.Equal((1, "padener dead-letters show: 'documents.dead-letter' has no such dead letter."), (nothing.ExitCode, nothing.Error.TrimEnd()));
    }

    private static async Task RedriveAsync(TestBroker broker, string place)
    {
        using TopicTail documents = new(broker.BootstrapServers, "documents", Partitions);
        VerbResult dry = await VerbAsync(broker, "redrive", "--position", $"0/{place}");
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains("1 of 1 dead letters of 'documents.dead-letter' would be sent to 'documents'; --execute does it.", dry.Error, StringComparison.Ordinal);
        documents.ReadRest();
        Assert.Equal(3, documents.Seen.Count);

        VerbResult sent = await VerbAsync(broker, "redrive", "--position", $"0/{place}", "--execute");
        Assert.Equal(0, sent.ExitCode);
        Assert.Matches("(?m)^unknown_label +1 records", sent.Output);
        documents.ReadTo(4, Patience, () => sent.Error);
        ConsumeResult<byte[]?, byte[]?> record = documents.Seen[^1];
        Assert.Equal((2, "a"), (record.Partition.Value, Encoding.UTF8.GetString(record.Message.Key!)));
        Assert.Equal(Unknown, record.Message.Value);
        Assert.Equal(
            ["traceparent=00-1", $"padener-redriven-from=documents.dead-letter/0/{place}", "padener-redrive-count=1"],
            record.Message.Headers.Select(static header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"));
    }

    private static async Task<JsonElement> ListAsync(TestBroker broker, params string[] filter)
    {
        VerbResult list = await VerbAsync(broker, ["list", "--json", .. filter]);
        Assert.Equal(0, list.ExitCode);
        using JsonDocument json = JsonDocument.Parse(Assert.Single(list.Lines));
        return json.RootElement.Clone();
    }

    private static Task<VerbResult> VerbAsync(TestBroker broker, params string[] arguments) =>
        Verb.RunDaemonAsync(["dead-letters", .. arguments, "--bootstrap-servers", broker.BootstrapServers]);

    private static async Task DecodeAsync(TestBroker broker, TopicTail letters, int expected)
    {
        using ChildProcess daemon = DaemonProcess.Start(broker);
        letters.ReadTo(expected, Patience, () => daemon.Output);
        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(Patience));
    }

    private static async Task WriteAsync(TestBroker broker)
    {
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();
        Headers headers = [new Header("traceparent", "00-1"u8.ToArray())];
        (int, string, byte[])[] records = [(2, "a", Unknown), (1, "b\u001b[31m", Broken), (0, "c", """{"text":"x"}"""u8.ToArray())];
        foreach ((int partition, string key, byte[] value) in records)
        {
            await producer.ProduceAsync(new TopicPartition("documents", partition), new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = value, Headers = headers });
        }
    }

    /// <summary>What the daemon's group has committed, and that of the verb, which must have nothing.</summary>
    private static long[] Committed(TestBroker broker)
    {
        TopicPartition[] documents = [.. Enumerable.Range(0, Partitions).Select(static number => new TopicPartition("documents", number))];
        Assert.All(Committed(broker, "padener-reader", [.. documents, new("documents.dead-letter", 0)]), static offset => Assert.True(offset < 0));
        return Committed(broker, "padener", documents);
    }

    private static long[] Committed(TestBroker broker, string group, TopicPartition[] partitions)
    {
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = group }).Build();
        return [.. consumer.Committed(partitions, Patience).Select(static one => one.Offset.Value)];
    }
}
