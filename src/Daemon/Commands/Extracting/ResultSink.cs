using System.Text;
using System.Threading.Channels;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>Outcomes to output lines, in input order. What is early waits as bytes, so that no document is held longer than its decoding.</summary>
internal sealed class ResultSink(ExtractSettings settings, LinesInFlight lines, ExtractTally tally)
{
    private readonly Dictionary<long, Ended> _early = [];
    private long _next;

    /// <summary>
    /// Writes until no more outcomes come, or until the turn of a document comes that ended with a fault, where such are not left out;
    /// flushes whenever nothing is ready to be written.
    /// </summary>
    /// <returns>The line that ended it; null where all outcomes were taken.</returns>
    /// <exception cref="IOException">The output takes no more.</exception>
    public async Task<BadLine?> RunAsync(ChannelReader<JobOutcome> outcomes, System.IO.Stream output, CancellationToken stop)
    {
        BadLine? bad = null;
        while (bad is null && await outcomes.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            while (bad is null && outcomes.TryRead(out JobOutcome? outcome))
            {
                bad = await TakeAsync(outcome, output, stop).ConfigureAwait(false);
            }

            await output.FlushAsync(stop).ConfigureAwait(false);
        }

        return bad;
    }

    private async Task<BadLine?> TakeAsync(JobOutcome outcome, System.IO.Stream output, CancellationToken stop)
    {
        _early.Add(outcome.Ticket.Value, End(outcome, lines.Take(outcome.Ticket.Value)));
        while (_early.Remove(_next, out Ended ended))
        {
            _next++;
            if (ended.Bad is { } bad && !settings.SkipBad)
            {
                return bad;
            }

            if (ended.Bad is not null)
            {
                tally.Add(ended.Bad);
                continue;
            }

            await output.WriteAsync(ended.Line, stop).ConfigureAwait(false);
            await output.WriteAsync("\n"u8.ToArray(), stop).ConfigureAwait(false);
            tally.Entities += ended.Entities;
            tally.AddDocument();
        }

        return null;
    }

    private Ended End(JobOutcome outcome, long number)
    {
        if (!outcome.Outcome.Succeeded)
        {
            return Fault(outcome.Outcome, number);
        }

        try
        {
            EntityRecord record = new(outcome.Document!, outcome.Outcome.Entities, settings.IncludeTiming ? outcome.Timings : null, null);
            return new Ended(settings.DrawingWidth is { } width ? Drawn(record, width) : settings.Writer.Write(record), record.Entities.Entities.Count, null);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            return Fault(DocumentFailure.Of(DocumentFault.WritingFailed, failure), number);
        }
    }

    private static byte[] Drawn(EntityRecord record, int width) => Encoding.UTF8.GetBytes(
        string.Join('\n', LayerDrawing.Lines(record.Document.Text, record.Entities.Entities, width).Prepend($"{record.Document.Id.Value}:").Append(string.Empty)));

    private static Ended Fault(DocumentOutcome fault, long number) => new(null, 0, new BadLine(number, FaultNames.Of(fault.Fault!.Value), fault.Detail));

    /// <summary>How a document ended: the line of its result and the entities in it, or why there is none.</summary>
    private readonly record struct Ended(byte[]? Line, int Entities, BadLine? Bad);
}
