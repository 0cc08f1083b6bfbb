using System.Globalization;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ingress;

/// <summary>Headers that are more than a record may have. Pure.</summary>
/// <param name="Fault">What that is called.</param>
/// <param name="Detail">How many there are, the limit, and its setting.</param>
/// <param name="Kept">How many of them, from the first on, are within the limits.</param>
internal sealed record HeaderProblem(DocumentFault Fault, string Detail, int Kept)
{
    private const int LargestFree = 512;

    /// <summary>What is wrong with a record's headers; null where nothing is.</summary>
    public static HeaderProblem? Of(IReadOnlyList<RecordHeader> headers, InputLimits limits)
    {
        long bytes = 0;
        int count = 0, kept = 0, free = DeadLetterHeaders.Provenance.Count;
        foreach (RecordHeader header in headers)
        {
            // A record at the limit may still be sent again: what that adds does not count, once each.
            int size = RecordHeaders.Size(header);
            bool isFree = free > 0 && size <= LargestFree && DeadLetterHeaders.Provenance.Contains(header.Name);
            free -= isFree ? 1 : 0;
            count += isFree ? 0 : 1;
            bytes += isFree ? 0 : size;
            kept += count <= limits.Headers && bytes <= limits.HeaderBytes ? 1 : 0;
        }

        return count > limits.Headers ? new HeaderProblem(DocumentFault.TooManyHeaders, Text(count, "headers", limits.Headers, "MaxHeaders"), kept)
            : bytes > limits.HeaderBytes ? new HeaderProblem(DocumentFault.HeadersTooLarge, Text(bytes, "bytes of headers", limits.HeaderBytes, "MaxHeaderBytes"), kept)
            : null;
    }

    /// <summary>The record with the headers that are kept, and one that tells how many were left out.</summary>
    public SourceRecord Cut(SourceRecord record)
    {
        RecordHeader leftOut = RecordHeaders.Text(DeadLetterHeaders.HeadersLeftOut, (record.Headers.Count - Kept).ToString(CultureInfo.InvariantCulture));
        return new SourceRecord(record.Position, record.Key, record.Value, [.. record.Headers.Take(Kept), leftOut], record.Timestamp);
    }

    private static string Text(long count, string what, int limit, string setting) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}, the limit is {limit} (Ingress:{setting})");
}
