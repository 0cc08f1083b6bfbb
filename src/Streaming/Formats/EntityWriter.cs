using System.Buffers;
using System.Text.Json;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Formats;

/// <summary>Result -> JSON, always in the same order of properties, on one line. Pure; safe from any thread.</summary>
/// <param name="model">The model.</param>
/// <param name="unit">What start and end count.</param>
/// <param name="includeText">Whether the document's text is repeated.</param>
public sealed class EntityWriter(ModelIdentity model, OffsetUnit unit, bool includeText)
{
    private readonly JsonEncodedText _unit = JsonEncodedText.Encode(OffsetUnitNames.Of(unit));

    /// <summary>The result's JSON, without a line end.</summary>
    public byte[] Write(EntityRecord record)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStartObject();
        json.WriteString("id"u8, record.Document.Id.Value);
        if (includeText)
        {
            json.WriteString("text"u8, record.Document.Text);
        }

        WriteEntities(json, record);
        json.WriteString("model"u8, model.Name);
        json.WriteString("model_sha256"u8, model.Sha256);
        json.WriteStartArray("labels"u8);
        foreach (Label label in record.Document.Labels)
        {
            json.WriteStringValue(label.Name);
        }

        json.WriteEndArray();
        json.WriteString("offset_unit"u8, _unit);
        if (record.Document.Metadata is { } metadata)
        {
            json.WritePropertyName("metadata"u8);
            json.WriteRawValue(metadata, skipInputValidation: true);
        }

        if (record.Timings is { } timings)
        {
            WriteTimings(json, timings);
        }

        if (record.Source is { } source)
        {
            WriteSource(json, source);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTimings(Utf8JsonWriter json, JobTimings timings)
    {
        json.WriteStartObject("timing"u8);
        json.WriteNumber("queue_ms"u8, Milliseconds(timings.QueueTime));
        json.WriteNumber("decode_ms"u8, Milliseconds(timings.ServiceTime));
        json.WriteNumber("total_ms"u8, Milliseconds(timings.QueueTime + timings.ServiceTime));
        json.WriteNumber("steps"u8, timings.Steps);
        json.WriteBoolean("deadline_missed"u8, timings.DeadlineMissed);
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, SourcePosition source)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("topic"u8, source.Partition.Topic);
        json.WriteNumber("partition"u8, source.Partition.Number);
        json.WriteNumber("offset"u8, source.Offset);
        json.WriteEndObject();
    }

    private static decimal Milliseconds(TimeSpan time) => Shortest((decimal)time.Ticks / TimeSpan.TicksPerMillisecond, 3);

    private static decimal Probability(double value) => double.IsNaN(value) ? 0 : Shortest((decimal)Math.Clamp(value, 0d, 1d), 6);

    // A decimal, because a double would be written as 1E-06; divided, because a decimal remembers its trailing zeros.
    private static decimal Shortest(decimal value, int decimals) => Math.Round(value, decimals) / 1.000000000000000000000000000000000m;

    private void WriteEntities(Utf8JsonWriter json, EntityRecord record)
    {
        OffsetConverter offsets = new(record.Document.Text, unit);
        json.WriteStartArray("entities"u8);
        foreach (Entity entity in record.Entities.Entities)
        {
            json.WriteStartObject();
            json.WriteString("label"u8, entity.Label.Name);
            json.WriteString("text"u8, entity.Text);
            if (entity.Span is { } span)
            {
                json.WriteNumber("start"u8, offsets.Convert(span.Start));
                json.WriteNumber("end"u8, offsets.Convert(span.End));
            }
            else
            {
                json.WriteNull("start"u8);
                json.WriteNull("end"u8);
            }

            json.WriteNumber("probability"u8, Probability(entity.Probability));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
