using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>Client settings and the handlers all clients share, in one place: our defaults, then what is handed through, then what is ours alone.</summary>
internal sealed class KafkaClientFactory : IKafkaClients, IDisposable
{
    private const int LeastResponseBytes = 100_000_000;
    private const int ResponseRoom = 16 * 1024 * 1024;

    private readonly KafkaOptions _options;
    private readonly SecretFiles _secrets;
    private readonly ILogger _logger;
    private readonly ClientLines _lines;
    private readonly ITimer _ticks;
    private readonly ClientFiles _files;
    private readonly IClientObserver _observer;
    private int _made;

    public KafkaClientFactory(IOptions<KafkaOptions> options, IClientObserver observer, TimeProvider time, ILogger<KafkaClientFactory> logger)
    {
        _observer = observer;
        (_options, _secrets, _files, _logger) = (options.Value, new SecretFiles(options.Value.Secrets), new ClientFiles(options.Value, time), logger);
        _lines = new ClientLines(logger, time);
        _ticks = time.CreateTimer(static lines => ((ClientLines)lines!).Tick(), _lines, ClientLines.TickEvery, ClientLines.TickEvery);
    }

    /// <inheritdoc/>
    public ConsumerBuilder<byte[]?, byte[]?> Consumer(Action<Error> fatal)
    {
        Dictionary<string, string> settings = ConsumerSettings();
        settings["group.id"] = _options.GroupId;
        if (_options.InstanceId is { } instance)
        {
            settings["group.instance.id"] = instance;
        }

        settings["max.poll.interval.ms"] = Milliseconds(_options.LongestPollGap);
        settings["statistics.interval.ms"] = Milliseconds(_options.StatisticsInterval);
        if (_options.GroupProtocol == RebalanceProtocol.Consumer)
        {
            settings["group.protocol"] = "consumer";
        }
        else
        {
            settings["partition.assignment.strategy"] = "cooperative-sticky";
            settings["session.timeout.ms"] = Milliseconds(_options.SessionTimeout);
        }

        settings["auto.offset.reset"] = _options.OffsetReset.ToString().ToLowerInvariant();
        ClientEar ear = Ear(ClientKind.Consumer);
        return new ConsumerBuilder<byte[]?, byte[]?>(settings)
            .SetStatisticsHandler((_, json) => ear.Hear(json))
            .SetErrorHandler((client, error) => Report(client.Name, error, fatal))
            .SetLogHandler((_, message) => Relay(message));
    }

    /// <inheritdoc/>
    public IProducer<byte[]?, byte[]?> Producer() => Producer(ProducerSettings());

    /// <inheritdoc/>
    public IProducer<byte[]?, byte[]?> TransactionalProducer(string id, TimeSpan timeout)
    {
        Dictionary<string, string> settings = ProducerSettings();
        settings["transactional.id"] = id;
        settings["transaction.timeout.ms"] = Milliseconds(timeout);
        // What is not written by then belongs to a transaction that the broker has ended.
        settings["message.timeout.ms"] = Milliseconds(timeout);
        return Producer(settings);
    }

    /// <inheritdoc/>
    public void SendOffsets(IProducer<byte[]?, byte[]?> producer, IReadOnlyList<MarkedOffset> offsets, IConsumerGroupMetadata member, TimeSpan timeout)
    {
        if (offsets.Any(static one => one.Metadata is not null))
        {
            MarkedOffsets.Send(producer.Handle, offsets, member, timeout);
        }
        else
        {
            producer.SendOffsetsToTransaction(offsets.Select(static one => new TopicPartitionOffset(one.Partition, one.Offset)), member, timeout);
        }
    }

    /// <inheritdoc/>
    public IConsumer<byte[]?, byte[]?> Reader()
    {
        Dictionary<string, string> settings = ConsumerSettings();
        // The client wants a name; it is never joined, and is not the daemon's.
        settings["group.id"] = "padener-reader";
        settings["enable.partition.eof"] = "true";
        settings["auto.offset.reset"] = "earliest";
        return new ConsumerBuilder<byte[]?, byte[]?>(settings)
            .SetErrorHandler((client, error) => Report(client.Name, error, static _ => { }))
            .SetLogHandler((_, message) => Relay(message))
            .Build();
    }

    /// <inheritdoc/>
    public IAdminClient Admin(Action<Error>? heard = null)
    {
        Dictionary<string, string> settings = Defaults();
        HandThrough(settings, _options.Client);
        settings["bootstrap.servers"] = _options.BootstrapServers;
        return new AdminClientBuilder(settings)
            .SetErrorHandler((client, error) =>
            {
                Report(client.Name, error, static _ => { });
                heard?.Invoke(new Error(error.Code, Shown(error.Reason), error.IsFatal));
            })
            .SetLogHandler((_, message) => Relay(message))
            .Build();
    }

    /// <inheritdoc/>
    public TopicQuestion Ask(string topic, TimeSpan timeout)
    {
        using IAdminClient admin = Admin();
        return TopicQuestion.Ask(admin, topic, timeout);
    }

    /// <inheritdoc/>
    public string Files => _files.Fingerprint;

    /// <inheritdoc/>
    public void Dispose() => _ticks.Dispose();

    /// <summary>What every consumer has. What is the caller's own comes after it.</summary>
    private Dictionary<string, string> ConsumerSettings()
    {
        Dictionary<string, string> settings = Defaults();
        settings["fetch.queue.backoff.ms"] = "100";
        settings["queued.max.messages.kbytes"] = "16384";
        // A response above this breaks the connection, again and again; a single record is fetched whatever fetch.max.bytes says.
        settings["receive.message.max.bytes"] = Math.Max(LeastResponseBytes, _options.MaxMessageBytes + (long)ResponseRoom).ToString(CultureInfo.InvariantCulture);
        HandThrough(settings, _options.Client);
        HandThrough(settings, _options.Consumer);
        settings["bootstrap.servers"] = _options.BootstrapServers;
        // Also what has the client wait, at an assignment, until no transaction is open on the committed offsets.
        settings["isolation.level"] = "read_committed";
        settings["enable.auto.commit"] = "false";
        settings["enable.auto.offset.store"] = "false";
        settings["allow.auto.create.topics"] = "false";
        return settings;
    }

    private Dictionary<string, string> ProducerSettings()
    {
        Dictionary<string, string> settings = Defaults();
        // A commit waits for its records; there is nothing to linger for.
        settings["linger.ms"] = "0";
        // Brokers judge sizes after compression, so a record that came compressed also leaves as a dead letter. lz4 is part of every librdkafka.
        settings["compression.type"] = "lz4";
        // As Java clients place keys, so that input and output partitions fit other people's joins.
        settings["partitioner"] = "murmur2_random";
        HandThrough(settings, _options.Client);
        HandThrough(settings, _options.Producer);
        settings["bootstrap.servers"] = _options.BootstrapServers;
        settings["enable.idempotence"] = "true";
        settings["acks"] = "all";
        settings["message.max.bytes"] = _options.MaxMessageBytes.ToString(CultureInfo.InvariantCulture);
        settings["message.timeout.ms"] = Milliseconds(_options.WriteTimeout);
        settings["statistics.interval.ms"] = Milliseconds(_options.StatisticsInterval);
        return settings;
    }

    private IProducer<byte[]?, byte[]?> Producer(Dictionary<string, string> settings)
    {
        ClientEar ear = Ear(ClientKind.Producer);
        return new ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetStatisticsHandler((_, json) => ear.Hear(json))
            .SetErrorHandler((client, error) => Report(client.Name, error, static _ => { }))
            .SetLogHandler((_, message) => Relay(message))
            .Build();
    }

    private ClientEar Ear(ClientKind kind) => new(kind, Interlocked.Increment(ref _made), _options.StatisticsInterval, _observer, _logger);

    /// <summary>With the secrets as their files have them now.</summary>
    private Dictionary<string, string> Defaults()
    {
        Dictionary<string, string> settings = new(_secrets.Read(), StringComparer.Ordinal)
        {
            ["client.id"] = "padener",
            // Ten seconds by default, which a broker that is back would be waited for in vain.
            ["reconnect.backoff.max.ms"] = "1000",
        };
        return settings;
    }

    private static void HandThrough(Dictionary<string, string> settings, Dictionary<string, string> given)
    {
        foreach ((string name, string value) in given)
        {
            settings[ClientSettings.Name(name)] = value;
        }
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private void Report(string client, Error error, Action<Error> fatal)
    {
        if (KafkaErrorPolicy.React(KafkaCall.Report, error.Code, error.IsFatal) == KafkaReaction.Stop)
        {
            _logger.ClientFailed(error.Code, Shown(error.Reason));
            fatal(error);
        }
        else if (error.Code != ErrorCode.Local_Transport)
        {
            // Of connections the client tells twice: it has logged the same text.
            _lines.Say(LogLevel.Warning, client, error.Code.ToString(), Shown(error.Reason));
        }
    }

    private void Relay(LogMessage message) => _lines.Say(
        message.Level switch
        {
            <= SyslogLevel.Error => LogLevel.Error,
            SyslogLevel.Warning => LogLevel.Warning,
            SyslogLevel.Debug => LogLevel.Trace,
            _ => LogLevel.Debug,
        },
        message.Name,
        message.Facility,
        Shown(message.Message));

    /// <summary>What the client says may quote its settings.</summary>
    private string Shown(string text) => _secrets.HideIn(SecretSettings.HideIn(text, [.. _options.Client, .. _options.Consumer, .. _options.Producer]));
}
