using System.Buffers;
using System.Text.Json;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Api;

/// <summary>What a request is answered for one document: its result as it would stand on the output topic, or its fault.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Fault">Its fault; null where there is a result.</param>
/// <param name="Detail">What is wrong; empty for a result.</param>
/// <param name="Json">The result, or the fault as an element of a list.</param>
internal sealed record DocumentAnswer(JobOutcome Outcome, DocumentFault? Fault, string Detail, byte[] Json)
{
    /// <summary>The answer for a document that has ended. One whose result cannot be written has that fault.</summary>
    public static DocumentAnswer Of(JobOutcome outcome, EntityWriter writer, bool includeTiming)
    {
        if (!outcome.Outcome.Succeeded)
        {
            return OfFault(outcome, outcome.Outcome.Fault.Value, outcome.Outcome.Detail);
        }

        try
        {
            byte[] json = writer.Write(new EntityRecord(outcome.Document!, outcome.Outcome.Entities, includeTiming ? outcome.Timings : null, Source: null));
            return new DocumentAnswer(outcome, null, string.Empty, json);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            return OfFault(outcome, DocumentFault.WritingFailed, DocumentFailure.Of(DocumentFault.WritingFailed, failure).Detail);
        }
    }

    /// <summary>Answers as a list, in the order of the documents.</summary>
    public static byte[] List(IReadOnlyList<DocumentAnswer> answers)
    {
        ArrayBufferWriter<byte> buffer = new(answers.Sum(static answer => answer.Json.Length + 1) + 32);
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (DocumentAnswer answer in answers)
        {
            json.WriteRawValue(answer.Json, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static DocumentAnswer OfFault(JobOutcome outcome, DocumentFault fault, string detail)
    {
        ArrayBufferWriter<byte> buffer = new(128);
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStartObject();
        if (outcome.Document is { } document)
        {
            json.WriteString("id"u8, document.Id.Value);
        }

        json.WriteString("fault"u8, FaultNames.Of(fault));
        json.WriteString("detail"u8, detail);
        json.WriteEndObject();
        json.Flush();
        return new DocumentAnswer(outcome, fault, detail, buffer.WrittenSpan.ToArray());
    }
}
