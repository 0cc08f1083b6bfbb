using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>A record we gave up on -> its dead letter: the same bytes, key and headers, and headers that say why and where from. Pure.</summary>
internal static class DeadLetterWriter
{
    /// <summary>The dead letter of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="fault">The fault's wire name.</param>
    /// <param name="detail">What is wrong, for people.</param>
    /// <param name="component">Who gave it up.</param>
    /// <param name="attempt">How often it was tried.</param>
    public static SinkRecord Write(SourceRecord record, string fault, string detail, string component, int attempt = 1)
    {
        List<RecordHeader> headers =
        [
            .. record.Headers,
            RecordHeaders.Text(DeadLetterHeaders.Fault, fault),
            RecordHeaders.Text(DeadLetterHeaders.Detail, detail),
            RecordHeaders.Text(DeadLetterHeaders.Component, component),
            RecordHeaders.Text(DeadLetterHeaders.Attempt, attempt.ToString(CultureInfo.InvariantCulture)),
            RecordHeaders.Text(DeadLetterHeaders.SourceTopic, record.Position.Partition.Topic),
            RecordHeaders.Text(DeadLetterHeaders.SourcePartition, record.Position.Partition.Number.ToString(CultureInfo.InvariantCulture)),
            RecordHeaders.Text(DeadLetterHeaders.SourceOffset, record.Position.Offset.ToString(CultureInfo.InvariantCulture)),
        ];
        if (record.Timestamp is { } timestamp)
        {
            headers.Add(RecordHeaders.Text(DeadLetterHeaders.Timestamp, timestamp.ToString(CultureInfo.InvariantCulture)));
        }

        return new SinkRecord(SinkTopic.DeadLetter, record.Key, record.Value, headers);
    }
}
