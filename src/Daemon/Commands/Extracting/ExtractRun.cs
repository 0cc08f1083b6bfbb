using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>One file through the engine: feed, lanes, sink. Memory is bounded by what the lanes hold and by how far they get ahead of each other.</summary>
internal static class ExtractRun
{
    private const int OutcomesWaiting = 256;

    /// <summary>Runs to the end of the input or to the first bad line; results before it are written.</summary>
    /// <returns>The bad line that ended the run; null where none did.</returns>
    public static async Task<BadLine?> RunAsync(
        Extractor extractor,
        ExtractSettings settings,
        System.IO.Stream input,
        System.IO.Stream output,
        ExtractTally tally,
        TimeProvider time,
        CancellationToken stop)
    {
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Channel<JobOutcome> outcomes = Channel.CreateBounded<JobOutcome>(new BoundedChannelOptions(OutcomesWaiting) { SingleReader = true });
        Channel<DocumentJob>[] jobs = [.. extractor.Engines.Select(_ => Channel.CreateBounded<DocumentJob>(settings.Batching.DocumentsInFlight * 2))];
        LaneWork work = new(settings.Batching, new ArrivalOrderPolicy(), time, new NoObserver());
        Lane[] lanes = [.. jobs.Select((channel, number) => Lane.Start(
            extractor, number, work, channel.Reader, outcome => ExtractionChannels.Emit(outcomes.Writer, outcome, abandon.Token), abandon.Token))];

        Task<BadLine?> feed = new LineFeed(extractor, settings, [.. jobs.Select(static channel => channel.Writer)], tally, time).RunAsync(input, abandon.Token);
        Task decode = DecodeAsync(lanes, jobs, outcomes.Writer);
        Task write = new ResultSink(settings, tally).RunAsync(outcomes.Reader, output, abandon.Token);
        try
        {
            // The first failure counts; a feed that waits for its input is waited for only while all is well.
            Task progress = FirstFailureOf(feed, decode);
            await Task.WhenAny(write, progress).Unwrap().ConfigureAwait(false);
            await progress.ConfigureAwait(false);
            await write.ConfigureAwait(false);
            return await feed.ConfigureAwait(false);
        }
        finally
        {
            // Whatever happened: lanes must be out of the engines before anybody disposes them.
            await abandon.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(decode, write).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FirstFailureOf(Task feed, Task decode)
    {
        await Task.WhenAny(feed, decode).Unwrap().ConfigureAwait(false);
        await Task.WhenAll(feed, decode).ConfigureAwait(false);
    }

    /// <summary>Waits for the lanes; where one fails, the feed is told by its closed channel and the sink by the end of outcomes.</summary>
    private static async Task DecodeAsync(Lane[] lanes, Channel<DocumentJob>[] jobs, ChannelWriter<JobOutcome> outcomes)
    {
        try
        {
            List<Task> running = [.. lanes.Select(static lane => lane.Completion)];
            while (running.Count > 0)
            {
                Task ended = await Task.WhenAny(running).ConfigureAwait(false);
                running.Remove(ended);
                await ended.ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (Channel<DocumentJob> channel in jobs)
            {
                channel.Writer.TryComplete();
            }

            await Task.WhenAll(lanes.Select(static lane => lane.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            outcomes.TryComplete();
        }
    }
}
