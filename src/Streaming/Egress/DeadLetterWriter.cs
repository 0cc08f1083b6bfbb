using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>A record we gave up on -> its dead letter: the same bytes, key and headers, and headers that say why and where from. Pure.</summary>
internal static class DeadLetterWriter
{
    /// <summary>The fault's wire name.</summary>
    public const string Fault = "padener-fault";

    /// <summary>What is wrong, for people.</summary>
    public const string Detail = "padener-detail";

    /// <summary>The topic it was read from.</summary>
    public const string SourceTopic = "padener-source-topic";

    /// <summary>The partition it was read from.</summary>
    public const string SourcePartition = "padener-source-partition";

    /// <summary>The offset it was read at.</summary>
    public const string SourceOffset = "padener-source-offset";

    /// <summary>The record's timestamp as its producer gave it, milliseconds since 1970; not given where it had none.</summary>
    public const string Timestamp = "padener-timestamp";

    /// <summary>The dead letter of a record.</summary>
    public static SinkRecord Write(SourceRecord record, string fault, string detail)
    {
        List<RecordHeader> headers =
        [
            .. record.Headers,
            RecordHeaders.Text(Fault, fault),
            RecordHeaders.Text(Detail, detail),
            RecordHeaders.Text(SourceTopic, record.Position.Partition.Topic),
            RecordHeaders.Text(SourcePartition, record.Position.Partition.Number.ToString(CultureInfo.InvariantCulture)),
            RecordHeaders.Text(SourceOffset, record.Position.Offset.ToString(CultureInfo.InvariantCulture)),
        ];
        if (record.Timestamp is { } timestamp)
        {
            headers.Add(RecordHeaders.Text(Timestamp, timestamp.ToString(CultureInfo.InvariantCulture)));
        }

        return new SinkRecord(SinkTopic.DeadLetter, record.Key, record.Value, headers);
    }
}
