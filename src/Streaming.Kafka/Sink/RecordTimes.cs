using System.Globalization;
using System.Text;
using Confluent.Kafka;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink;

/// <summary>
/// The timestamps that records are written with: their own, until brokers refuse one. What lies as far from the present as that one, or farther, has
/// the broker's time from then on, and its own in a header. One batch at a time.
/// </summary>
internal sealed class RecordTimes(TimeProvider time)
{
    // A refused record that lies ahead comes nearer with every moment; so much nearer it is still refused without being tried.
    private const long Slack = 10_000;

    private long? _refusedAhead;
    private long? _refusedBehind;

    /// <summary>Notes that brokers refused a record by itself for its timestamp.</summary>
    public void Refused(SinkRecord record)
    {
        long ahead = Ahead(record);
        if (ahead >= 0)
        {
            _refusedAhead = Math.Min(Math.Max(0, ahead - Slack), _refusedAhead ?? long.MaxValue);
        }
        else
        {
            _refusedBehind = Math.Min(-ahead, _refusedBehind ?? long.MaxValue);
        }
    }

    /// <summary>The records nearest to the present first: the first of them that is refused says which others will be.</summary>
    public IReadOnlyList<SinkRecord> NearestFirst(IEnumerable<SinkRecord> records) => [.. records.OrderBy(one => Math.Abs(Ahead(one)))];

    /// <summary>A record to be written.</summary>
    public Message<byte[]?, byte[]?> Message(SinkRecord record)
    {
        Message<byte[]?, byte[]?> message = KafkaRecords.Message(record);
        if (record.Timestamp is not { } own)
        {
            return message;
        }

        if (IsTaken(own, Ahead(record)))
        {
            message.Timestamp = new Timestamp(own, TimestampType.CreateTime);
        }
        else
        {
            message.Headers.Add(DeadLetterHeaders.SourceTimestamp, Encoding.UTF8.GetBytes(own.ToString(CultureInfo.InvariantCulture)));
        }

        return message;
    }

    // The client takes 0 for none, and nothing below it is a time.
    private bool IsTaken(long own, long ahead) => own > 0 && !(ahead >= _refusedAhead) && !(-ahead >= _refusedBehind);

    private long Ahead(SinkRecord record) => Math.Max(record.Timestamp ?? 0, 0) - time.GetUtcNow().ToUnixTimeMilliseconds();
}
