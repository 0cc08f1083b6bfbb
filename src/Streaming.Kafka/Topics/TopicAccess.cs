using Confluent.Kafka;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Topics;

/// <summary>Whole topics, read and written to by hand: in no group, without commits, beside a daemon that goes on.</summary>
public sealed class TopicAccess
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(10);

    private readonly IKafkaClients _clients;
    private readonly KafkaOptions _options;
    private readonly TimeProvider _time;

    /// <param name="clients">Makes the clients.</param>
    /// <param name="options">The brokers.</param>
    /// <param name="time">For how long nothing has come.</param>
    internal TopicAccess(IKafkaClients clients, IOptions<KafkaOptions> options, TimeProvider time) => (_clients, _options, _time) = (clients, options.Value, time);

    /// <summary>How many partitions a topic has.</summary>
    /// <exception cref="StreamSetupException">There is no such topic, we may not see it, or the brokers do not answer.</exception>
    public int Partitions(string topic)
    {
        string? refused = null;
        using IAdminClient admin = _clients.Admin(error => refused ??= BrokerRefusal.Of(error, _options.BootstrapServers));
        (ErrorCode code, int partitions) = TopicQuestion.Ask(admin, topic, AskTimeout);
        return code == ErrorCode.NoError ? partitions : throw new StreamSetupException(code switch
        {
            ErrorCode.UnknownTopicOrPart => $"There is no topic '{topic}' at {_options.BootstrapServers}.",
            ErrorCode.TopicAuthorizationFailed => TopicQuestion.NotShown(_options.BootstrapServers, topic),
            _ when refused is not null => refused,
            _ => $"The brokers at {_options.BootstrapServers} do not answer: {code} ({code.GetReason()}). Name yours with Kafka:BootstrapServers.",
        });
    }

    /// <summary>Begins to read a topic from its beginning to where it ends now. Transactions that are open or were aborted are not read.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="places">Only these records; all where there are none.</param>
    /// <exception cref="StreamSetupException">There is no such topic or partition, we may not see it, or the brokers do not answer.</exception>
    public TopicScan Scan(string topic, IReadOnlyCollection<TopicPlace> places)
    {
        int partitions = Partitions(topic);
        if (places.FirstOrDefault(place => place.Partition >= partitions) is { Partition: > 0 } beyond)
        {
            throw new StreamSetupException($"The topic '{topic}' has {partitions} partitions, from 0: there is no {beyond}.");
        }

        IConsumer<byte[]?, byte[]?> consumer = _clients.Reader();
        try
        {
            TopicRange[] ends = [.. Enumerable.Range(0, partitions)
                .Where(number => places.Count == 0 || places.Any(place => place.Partition == number))
                .Select(number => Range(consumer, topic, number))];
            IEnumerable<TopicRange> ranges = places.Count == 0
                ? ends
                : places.Distinct().Join(ends, static place => place.Partition, static end => end.Partition, static (place, end) =>
                    new TopicRange(place.Partition, Math.Max(place.Offset, end.From), Math.Min(place.Offset + 1, end.To)));
            return new TopicScan(consumer, topic, [.. ranges.Where(static range => range.From < range.To)], _time);
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
    }

    /// <summary>Begins to write to a topic.</summary>
    /// <exception cref="StreamSetupException">There is no such topic, we may not see it, or the brokers do not answer.</exception>
    public TopicWriter Write(string topic) => new(_clients.Producer(), topic, Partitions(topic));

    private TopicRange Range(IConsumer<byte[]?, byte[]?> consumer, string topic, int number)
    {
        try
        {
            WatermarkOffsets offsets = consumer.QueryWatermarkOffsets(new TopicPartition(topic, number), AskTimeout);
            return new TopicRange(number, offsets.Low.Value, offsets.High.Value);
        }
        catch (KafkaException exception)
        {
            throw new StreamSetupException(
                $"The brokers at {_options.BootstrapServers} do not say where '{topic}/{number}' ends: {exception.Error.Code} ({exception.Error.Reason}).", exception);
        }
    }
}
