using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink;

/// <summary>
/// Which partition a record goes to. Where that depends on how many there are, they are counted once, when the first such record comes: topics that grow
/// meanwhile are seen at the next start. One batch at a time.
/// </summary>
internal sealed class OutputPartitions(IKafkaClients clients, KafkaOptions topics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Learns what <see cref="Of"/> needs for these records; waits for brokers as long as it takes.</summary>
    public async Task LearnAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        foreach (string topic in records.Where(static one => one.FromPartition is not null).Select(one => KafkaRecords.Topic(one, topics)).Distinct())
        {
            while (!_counts.ContainsKey(topic))
            {
                TopicQuestion answer = await Task.Run(() => clients.Ask(topic, AskTimeout), CancellationToken.None).WaitAsync(cancellationToken);
                if (answer.Code == ErrorCode.NoError)
                {
                    _counts[topic] = answer.Partitions;
                }
                else if (UnwritableTopic.Reason(answer.Code, topic) is not null)
                {
                    // Writing to it says so, and whom it concerns.
                    break;
                }
                else
                {
                    logger.PartitionsUnknown(topic, answer.Code);
                    await Task.Delay(AskAgain, time, cancellationToken);
                }
            }
        }
    }

    /// <summary>Where a record goes; any partition where the key or chance decides.</summary>
    public TopicPartition Of(SinkRecord record)
    {
        string topic = KafkaRecords.Topic(record, topics);
        return new TopicPartition(topic, record.FromPartition is { } source && _counts.TryGetValue(topic, out int count) ? source % count : Partition.Any);
    }
}
