using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using PaDeNer.Faults.Tests.Feeding;

namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>A result or a dead letter as a reader saw it.</summary>
/// <param name="Number">The number of the input record.</param>
/// <param name="IsDeadLetter">Which of the two it is.</param>
/// <param name="SourcePartition">The input partition.</param>
/// <param name="SourceOffset">The input offset.</param>
/// <param name="Record">The record itself.</param>
internal sealed record Answer(int Number, bool IsDeadLetter, int SourcePartition, long SourceOffset, ConsumeResult<byte[]?, byte[]?> Record)
{
    public static Answer OfResult(ConsumeResult<byte[]?, byte[]?> record)
    {
        using JsonDocument json = JsonDocument.Parse(record.Message.Value);
        JsonElement source = json.RootElement.GetProperty("source");
        return new Answer(NumberOf(record), false, source.GetProperty("partition").GetInt32(), source.GetProperty("offset").GetInt64(), record);
    }

    public static Answer OfDeadLetter(ConsumeResult<byte[]?, byte[]?> record) => new(
        NumberOf(record), true, int.Parse(Header(record, "padener-source-partition"), CultureInfo.InvariantCulture), long.Parse(Header(record, "padener-source-offset"), CultureInfo.InvariantCulture), record);

    public static int NumberOf(ConsumeResult<byte[]?, byte[]?> record) => int.Parse(Header(record, FaultFeed.NumberHeader), CultureInfo.InvariantCulture);

    public static string Header(ConsumeResult<byte[]?, byte[]?> record, string name) => Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));
}
