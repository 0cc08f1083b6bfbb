using System.Globalization;
using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Ingress;
using PaDeNer.Daemon.Streams;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>
/// Lines to jobs. Document i goes to lane i modulo lanes, whatever the lanes are doing: what a lane packs together then depends on the
/// input alone, and with it every last bit of the results.
/// </summary>
internal sealed class LineFeed(
    Extractor extractor, ExtractSettings settings, IReadOnlyList<ChannelWriter<DocumentJob>> lanes, LinesInFlight lines, ExtractTally tally, TimeProvider time)
{
    private DocumentReader? _reader;
    private long _next;

    /// <summary>Feeds all lines; the lanes' channels are complete when it returns.</summary>
    /// <returns>The bad line that ended it; null where all were fed.</returns>
    public async Task<BadLine?> RunAsync(System.IO.Stream input, CancellationToken stop)
    {
        try
        {
            await foreach (InputLine line in LineReader.ReadAsync(input, settings.MaxLineBytes, stop).ConfigureAwait(false))
            {
                BadLine? bad = line.IsBlank ? null : await FeedAsync(line, stop).ConfigureAwait(false);
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
        catch (ChannelClosedException)
        {
            return null; // a lane has failed; whoever waits for the lanes hears of it
        }
        finally
        {
            foreach (ChannelWriter<DocumentJob> lane in lanes)
            {
                lane.TryComplete();
            }
        }
    }

    private async Task<BadLine?> FeedAsync(InputLine line, CancellationToken stop)
    {
        if (line.Bytes is null)
        {
            return Bad(line, DocumentFault.TooLarge, $"{line.Length} bytes, the limit is {settings.MaxLineBytes} (Ingress:MaxRecordBytes)");
        }

        _reader ??= new DocumentReader(FormatOf(line.Bytes), settings.MaxLineBytes, new DocumentLabels(extractor.Labels));
        ReadResult read = _reader.Read(line.Bytes, null, new DocumentId(line.Number.ToString(CultureInfo.InvariantCulture)));
        if (!read.Succeeded)
        {
            return Bad(line, read.Fault, read.Detail);
        }

        PlanResult plan = extractor.Planner.Plan(read.Document);
        if (!plan.Succeeded)
        {
            return Bad(line, plan.Fault.Fault!.Value, plan.Fault.Detail);
        }

        lines.Add(_next, line.Number);
        DocumentJob job = new(new JobTicket(_next), plan.Plan, time.GetTimestamp(), Deadline.Never);
        await lanes[(int)(_next % lanes.Count)].WriteAsync(job, stop).ConfigureAwait(false);
        _next++;
        return null;
    }

    /// <summary>The first line that is not blank decides for all.</summary>
    private InputFormat FormatOf(ReadOnlySpan<byte> line)
    {
        if (settings.Format != InputFormat.Auto)
        {
            return settings.Format;
        }

        line = InputLine.WithoutMark(line);
        int first = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return line[first] == (byte)'{' ? InputFormat.Json : InputFormat.Text;
    }

    private static BadLine Bad(InputLine line, DocumentFault fault, string reason) => new(line.Number, FaultNames.Of(fault), reason);
}
