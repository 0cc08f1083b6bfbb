using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka;

/// <summary>The client's words and ours. Pure.</summary>
internal static class KafkaRecords
{
    /// <summary>A record that was read.</summary>
    public static SourceRecord Source(ConsumeResult<byte[]?, byte[]?> result, AssignmentEpoch epoch)
    {
        Message<byte[]?, byte[]?> message = result.Message;
        SourcePosition position = new(Partition(result.TopicPartition), result.Offset.Value, epoch);
        RecordHeader[] headers = message.Headers is null ? [] : [.. message.Headers.Select(static one => new RecordHeader(one.Key, one.GetValueBytes()))];
        // As it stands: producers that count in microseconds give numbers that are no date.
        long? timestamp = message.Timestamp.Type == TimestampType.NotAvailable ? null : message.Timestamp.UnixTimestampMs;
        return new SourceRecord(position, message.Key, message.Value, headers, timestamp) { LeaderEpoch = result.LeaderEpoch };
    }

    /// <summary>A record to be written.</summary>
    public static Message<byte[]?, byte[]?> Message(SinkRecord record) => Message(record.Key, record.Value, record.Headers);

    /// <summary>A record to be written, by its parts.</summary>
    public static Message<byte[]?, byte[]?> Message(byte[]? key, byte[]? value, IReadOnlyList<RecordHeader> headers)
    {
        Headers written = [];
        foreach (RecordHeader header in headers)
        {
            written.Add(header.Name, header.Value);
        }

        return new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = written };
    }

    /// <summary>The topic that a record goes to.</summary>
    public static string Topic(SinkRecord record, KafkaOptions options) => record.Topic == SinkTopic.Output ? options.OutputTopic : options.DeadLetterTopic;

    /// <summary>A watermark to be committed.</summary>
    public static MarkedOffset Offset(CommitWatermark mark) =>
        new(Partition(mark.Partition), mark.NextOffset, mark.Finished is { Runs.Count: > 0 } finished ? finished.ToText(mark.NextOffset) : null);

    /// <summary>A partition in our words.</summary>
    public static SourcePartition Partition(TopicPartition partition) => new(partition.Topic, partition.Partition.Value);

    /// <summary>Partitions in our words.</summary>
    public static SourcePartition[] Partitions(IEnumerable<TopicPartitionOffset> partitions) => [.. partitions.Select(static one => Partition(one.TopicPartition))];

    /// <summary>A partition in the client's words.</summary>
    public static TopicPartition Partition(SourcePartition partition) => new(partition.Topic, partition.Number);
}
