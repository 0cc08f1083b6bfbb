using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Kafka.Embedded;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Tests;

/// <summary>A broker in this process with the three topics, and both ends of the stream on it.</summary>
internal sealed class EmbeddedKafka : IDisposable
{
    public const int Partitions = 3;

    private readonly EmbeddedBroker _broker = new();
    private bool _disposed;

    public EmbeddedKafka()
    {
        _broker.CreateTopic("documents", Partitions);
        _broker.CreateTopic("entities", Partitions);
        _broker.CreateTopic("documents.dead-letter", 1);
    }

    /// <summary>The clock of the daemon's parts.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Who hears how clients fare; null for nobody.</summary>
    public IClientObserver? Observer { get; set; }

    public string BootstrapServers => _broker.BootstrapServers;

    /// <summary>A daemon's Kafka parts.</summary>
    public ServiceProvider Services(params (string Setting, string Value)[] settings)
    {
        ConfigurationBuilder configuration = new();
        configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create("Kafka:BootstrapServers", (string?)BootstrapServers),
            // The embedded broker lets a second member wait for nearly a session time-out before it joins.
            KeyValuePair.Create("Kafka:SessionTimeout", (string?)"00:00:06"),
        ]);
        configuration.AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create(one.Setting, (string?)one.Value)));
        ServiceCollection services = new();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(Time);
        if (Observer is { } observer)
        {
            services.AddSingleton(observer);
        }

        services.AddKafka(configuration.Build());
        return services.BuildServiceProvider();
    }

    /// <summary>Writes documents; the key decides the partition.</summary>
    public async Task ProduceAsync(IEnumerable<(int Partition, string? Key, byte[]? Value)> records, Headers? headers = null, long? timestamp = null)
    {
        using IProducer<string?, byte[]?> producer = new ProducerBuilder<string?, byte[]?>(new ProducerConfig { BootstrapServers = BootstrapServers })
            .SetKeySerializer(new NullableText())
            .SetValueSerializer(Serializers.ByteArray!)
            .Build();
        foreach ((int partition, string? key, byte[]? value) in records)
        {
            await producer.ProduceAsync(new TopicPartition("documents", partition), new Message<string?, byte[]?>
            {
                Key = key,
                Value = value,
                Headers = headers,
                Timestamp = timestamp is { } given ? new Timestamp(given, TimestampType.CreateTime) : default,
            });
        }
    }

    /// <summary>Everything a topic holds, partition after partition.</summary>
    public List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int expected)
    {
        ConsumerConfig config = new()
        {
            BootstrapServers = BootstrapServers,
            GroupId = "reader-" + Guid.NewGuid(),
            EnableAutoCommit = false,
        };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();
        int partitions = topic == "documents.dead-letter" ? 1 : Partitions;
        consumer.Assign(Enumerable.Range(0, partitions).Select(number => new TopicPartitionOffset(topic, number, Offset.Beginning)));
        List<ConsumeResult<byte[]?, byte[]?>> all = [];
        while (all.Count < expected && consumer.Consume(TimeSpan.FromSeconds(10)) is { } result)
        {
            all.Add(result);
        }

        // A moment more, so that one too many is seen.
        while (consumer.Consume(TimeSpan.FromMilliseconds(300)) is { } result)
        {
            all.Add(result);
        }

        return all;
    }

    /// <summary>Polls until enough records came, or a while passed.</summary>
    public static List<SourceRecord> Poll(IRecordSource source, int expected)
    {
        List<SourceRecord> records = [];
        for (int attempt = 0; records.Count < expected && attempt < 150; attempt++)
        {
            while (source.Poll(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _broker.Dispose();
        }
    }

    private sealed class NullableText : ISerializer<string?>
    {
        public byte[] Serialize(string? data, SerializationContext context) => data is null ? null! : Encoding.UTF8.GetBytes(data);
    }
}
