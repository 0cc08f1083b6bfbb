using System.Collections.Frozen;
using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Settings handed through to librdkafka: how their names are written, and which ones are ours.</summary>
public static class ClientSettings
{
    private const string Guarantee = "it is fixed: the delivery guarantee rests on it";

    // What we set ourselves, and what to do instead.
    private static readonly FrozenDictionary<string, string> Owned = new Dictionary<string, string>
    {
        ["bootstrap.servers"] = "set Kafka:BootstrapServers",
        ["metadata.broker.list"] = "set Kafka:BootstrapServers",
        ["group.id"] = "set Kafka:GroupId",
        ["group.instance.id"] = "set Kafka:InstanceId",
        ["auto.offset.reset"] = "set Kafka:OffsetReset",
        ["session.timeout.ms"] = "set Kafka:SessionTimeout",
        ["message.max.bytes"] = "set Kafka:MaxMessageBytes",
        ["message.timeout.ms"] = "set Kafka:WriteTimeout",
        ["delivery.timeout.ms"] = "set Kafka:WriteTimeout",
        ["enable.auto.commit"] = Guarantee,
        ["enable.auto.offset.store"] = Guarantee,
        ["enable.idempotence"] = Guarantee,
        ["acks"] = Guarantee,
        ["request.required.acks"] = Guarantee,
        ["transactional.id"] = "set Delivery:TransactionalId",
        ["transaction.timeout.ms"] = "set Delivery:TransactionTimeout",
        ["isolation.level"] = "it is fixed, read_committed: the delivery guarantee rests on it",
        ["partition.assignment.strategy"] = "it is fixed: cooperative-sticky; with Kafka:GroupProtocol=consumer the brokers decide, and group.remote.assignor names their way",
        ["group.protocol"] = "set Kafka:GroupProtocol",
        ["enable.partition.eof"] = "it is fixed: off",
        ["statistics.interval.ms"] = "set Kafka:StatisticsInterval",
        ["max.poll.interval.ms"] = "it is fixed: 5 minutes, or Kafka:SessionTimeout where that is longer",
        ["allow.auto.create.topics"] = "it is fixed: off, topics are created by people",
        ["delivery.report.only.error"] = Guarantee,
        ["dotnet.producer.enable.background.poll"] = Guarantee,
        ["dotnet.producer.enable.delivery.reports"] = Guarantee,
        ["dotnet.producer.delivery.report.fields"] = Guarantee,
        ["dotnet.consumer.consume.result.fields"] = "it is fixed: everything a record has",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What the other group protocol knows nothing of, and what to do instead.
    private static readonly FrozenDictionary<string, string> ClassicOnly = new Dictionary<string, string>
    {
        ["heartbeat.interval.ms"] = "the brokers' group.consumer.heartbeat.interval.ms counts",
        ["group.protocol.type"] = "leave it out",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A setting's name as librdkafka writes it. No name has an underscore, and environment variables can have no dots.</summary>
    public static string Name(string name) => name.Trim().Replace('_', '.').ToLowerInvariant();

    /// <summary>
    /// Why librdkafka would not take settings (a name it does not know, a value it cannot read, a file that is not there); null where it
    /// takes them. Found by making a client of them, which connects to nobody.
    /// </summary>
    public static string? Refusal(IReadOnlyCollection<KeyValuePair<string, string>> settings)
    {
        if (settings.Count == 0)
        {
            return null;
        }

        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach ((string name, string value) in settings)
        {
            all[Name(name)] = value;
        }

        try
        {
            // A client of either kind knows the names of both and only remarks on those it has no use for.
            using IAdminClient client = new AdminClientBuilder(all).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            return SecretSettings.HideIn(refused.Message, settings);
        }
    }

    /// <summary>What to do instead of handing a setting through; null where it may be.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="protocol">How the group shares partitions out: each of the two has settings of its own.</param>
    public static string? Instead(string name, RebalanceProtocol protocol) => Owned.GetValueOrDefault(Name(name))
        ?? (protocol == RebalanceProtocol.Consumer && ClassicOnly.GetValueOrDefault(Name(name)) is { } instead
            ? $"Kafka:GroupProtocol=consumer knows it not: {instead}"
            : null);
}
