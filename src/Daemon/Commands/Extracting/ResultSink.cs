using System.Threading.Channels;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Egress;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>Outcomes to output lines, in input order. What is early waits as bytes, so that no document is held longer than its decoding.</summary>
internal sealed class ResultSink(ExtractSettings settings, ExtractTally tally)
{
    private readonly Dictionary<long, byte[]> _early = [];
    private long _next;

    /// <summary>Writes until no more outcomes come; flushes whenever nothing is ready to be written.</summary>
    /// <exception cref="IOException">The output takes no more.</exception>
    public async Task RunAsync(ChannelReader<JobOutcome> outcomes, System.IO.Stream output, CancellationToken stop)
    {
        while (await outcomes.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            while (outcomes.TryRead(out JobOutcome? outcome))
            {
                await TakeAsync(outcome, output, stop).ConfigureAwait(false);
            }

            await output.FlushAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(JobOutcome outcome, System.IO.Stream output, CancellationToken stop)
    {
        EntityRecord record = new(outcome.Document!, outcome.Outcome.Entities!, settings.IncludeTiming ? outcome.Timings : null, null);
        tally.Entities += record.Entities.Entities.Count;
        _early.Add(outcome.Ticket.Value, settings.Writer.Write(record));
        while (_early.Remove(_next, out byte[]? line))
        {
            await output.WriteAsync(line, stop).ConfigureAwait(false);
            await output.WriteAsync("\n"u8.ToArray(), stop).ConfigureAwait(false);
            tally.AddDocument();
            _next++;
        }
    }
}
