using System.Globalization;
using System.Text;
using System.Text.Unicode;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Formats;

/// <summary>Bytes -> document or fault. Pure; knows nothing of where the bytes come from. Safe from any thread.</summary>
/// <param name="settings">How values are read.</param>
/// <param name="labels">The labels documents may ask for.</param>
public sealed class DocumentReader(DocumentReaderSettings settings, IDocumentLabels labels)
{
    /// <summary>Reads one value.</summary>
    /// <param name="value">The bytes; null for a tombstone.</param>
    /// <param name="contentType">The media type its producer gave; null where there is none.</param>
    /// <param name="derivedId">The id of a document that brings none, or an empty one.</param>
    /// <param name="beside">Bytes that come with the value and count with it: key and headers.</param>
    public ReadResult Read(byte[]? value, string? contentType, DocumentId derivedId, int beside = 0)
    {
        try
        {
            return TryRead(value, contentType, derivedId, beside);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            return ReadResult.Of(DocumentFault.ReadingFailed, DocumentFailure.Of(DocumentFault.ReadingFailed, failure).Detail);
        }
    }

    private ReadResult TryRead(byte[]? value, string? contentType, DocumentId derivedId, int beside)
    {
        if (value is null)
        {
            return ReadResult.Of(DocumentFault.NoText, "the record has no value (a tombstone)");
        }

        long size = (long)value.Length + beside;
        if (size > settings.Limits.RecordBytes)
        {
            return ReadResult.Of(
                DocumentFault.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"{size} bytes, the limit is {settings.Limits.RecordBytes} (Ingress:MaxRecordBytes)"));
        }

        // A byte order mark is no part of the text, and JSON must not have one.
        ReadOnlySpan<byte> bytes = value.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? value.AsSpan(Encoding.UTF8.Preamble.Length) : value;
        if (!Utf8.IsValid(bytes))
        {
            return ReadResult.Of(
                DocumentFault.MalformedUtf8,
                string.Create(CultureInfo.InvariantCulture, $"not valid UTF-8 at byte {value.Length - bytes.Length + ValidPrefix(bytes) + 1}"));
        }

        if (IsText(contentType))
        {
            return Check(new DocumentRecord(null, Encoding.UTF8.GetString(bytes), [], null), derivedId);
        }

        try
        {
            return Check(DocumentJsonReader.Read(bytes, settings.Fields, settings.Limits), derivedId);
        }
        catch (MalformedRecordException exception)
        {
            return ReadResult.Of(exception.Fault, exception.Message);
        }
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            valid += consumed;
        }

        return valid;
    }

    private bool IsText(string? contentType) => settings.Format switch
    {
        InputFormat.Json => false,
        InputFormat.Text => true,
        _ => contentType is not null
            && contentType.AsSpan().TrimStart().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase),
    };

    private ReadResult Check(DocumentRecord record, DocumentId derivedId)
    {
        LabelSet? asked = labels.Default;
        if (record.Labels.Count > 0 && !labels.TryResolve(record.Labels, out asked, out LabelProblem? problem))
        {
            return ReadResult.Of(problem.Fault, problem.Detail);
        }

        DocumentId id = string.IsNullOrEmpty(record.Id) ? derivedId : new DocumentId(record.Id);
        return ReadResult.Of(new Document(id, record.Text, asked, record.Metadata));
    }
}
