using System.Globalization;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>Lines to documents.</summary>
/// <param name="labels">The labels that documents may ask for.</param>
/// <param name="settings">How lines are read.</param>
/// <param name="submit">Takes a document as soon as there is room for it.</param>
/// <param name="lines">Is told on which line each document stands.</param>
/// <param name="tally">Counts what was read.</param>
/// <param name="time">The clock.</param>
internal sealed class LineFeed(
    LabelCatalog labels, ExtractSettings settings, Func<IncomingDocument, ValueTask> submit, LinesInFlight lines, ExtractTally tally, TimeProvider time)
{
    private DocumentReader? _reader;
    private long _next;

    /// <summary>Feeds all lines.</summary>
    /// <returns>The bad line that ended it; null where all were fed.</returns>
    public async Task<BadLine?> RunAsync(System.IO.Stream input, CancellationToken stop)
    {
        await foreach (InputLine line in LineReader.ReadAsync(input, settings.Reading.Limits.RecordBytes, stop).ConfigureAwait(false))
        {
            BadLine? bad = line.IsBlank ? null : await FeedAsync(line).ConfigureAwait(false);
            tally.AddBytes(line.Length + 1);
            if (bad is not null && !settings.SkipBad)
            {
                return bad;
            }

            if (bad is not null)
            {
                tally.Add(bad);
            }
        }

        return null;
    }

    private async Task<BadLine?> FeedAsync(InputLine line)
    {
        if (line.Bytes is null)
        {
            return Bad(line, DocumentFault.TooLarge, $"{line.Length} bytes, the limit is {settings.Reading.Limits.RecordBytes} (Ingress:MaxRecordBytes)");
        }

        if (_reader is null && settings.Reading.Format == InputFormat.Auto && BeginsArray(line.Bytes))
        {
            return Bad(line, DocumentFault.MalformedJson, "this begins like a JSON array; write one object a line, or say --format text to read the lines as texts");
        }

        _reader ??= new DocumentReader(settings.Reading with { Format = FormatOf(line.Bytes) }, new DocumentLabels(labels));
        ReadResult read = _reader.Read(line.Bytes, null, new DocumentId(line.Number.ToString(CultureInfo.InvariantCulture)));
        if (!read.Succeeded)
        {
            return Bad(line, read.Fault, read.Detail);
        }

        lines.Add(_next, line.Number);
        await submit(new IncomingDocument(new JobTicket(_next), read.Document, time.GetTimestamp(), Deadline.Never)).ConfigureAwait(false);
        _next++;
        return null;
    }

    /// <summary>The first line that is not blank decides for all.</summary>
    private InputFormat FormatOf(ReadOnlySpan<byte> line)
    {
        if (settings.Reading.Format != InputFormat.Auto)
        {
            return settings.Reading.Format;
        }

        line = InputLine.WithoutMark(line);
        int first = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return line[first] == (byte)'{' ? InputFormat.Json : InputFormat.Text;
    }

    /// <summary>Whether a file that begins so is hardly text: an array, and in it nothing yet, an object, a string or another array.</summary>
    private static bool BeginsArray(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = InputLine.WithoutMark(line).Trim(" \t"u8);
        return rest.StartsWith("["u8) && rest[1..].TrimStart(" \t"u8) is [] or [(byte)'{' or (byte)'"' or (byte)'[' or (byte)']', ..];
    }

    private static BadLine Bad(InputLine line, DocumentFault fault, string reason) => new(line.Number, FaultNames.Of(fault), reason);
}
