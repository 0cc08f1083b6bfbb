using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Commands;

/// <summary>
/// A finite run through the engine: feed, lanes, sink. Memory is bounded by what the lanes hold and by how far they get ahead of each other.
/// </summary>
internal static class LaneRun
{
    private const int OutcomesWaiting = 256;

    /// <summary>Runs until the feed is at its end and all it fed has gone through the sink, or until one of the two finds something that ends it.</summary>
    /// <param name="extractor">Whose lanes.</param>
    /// <param name="batching">How lanes pack their steps.</param>
    /// <param name="startFeed">Starts writing jobs; completes the channels of all lanes at the end. What it finds ends the run once all it fed before is out.</param>
    /// <param name="startSink">Starts taking outcomes, to their end. What it finds ends the run at once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the run early.</param>
    /// <param name="observer">Is told what the lanes do, on their threads.</param>
    /// <typeparam name="T">What can end a run before its input does.</typeparam>
    /// <returns>What ended it; null where it went to the end of its input.</returns>
    public static async Task<T?> RunAsync<T>(
        Extractor extractor,
        BatchingOptions batching,
        Func<IReadOnlyList<ChannelWriter<DocumentJob>>, CancellationToken, Task<T?>> startFeed,
        Func<ChannelReader<JobOutcome>, CancellationToken, Task<T?>> startSink,
        TimeProvider time,
        CancellationToken stop,
        IStepObserver? observer = null)
        where T : class
    {
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Channel<JobOutcome> outcomes = Channel.CreateBounded<JobOutcome>(new BoundedChannelOptions(OutcomesWaiting) { SingleReader = true });
        Channel<DocumentJob>[] jobs = [.. extractor.Engines.Select(_ => Channel.CreateBounded<DocumentJob>(batching.DocumentsInFlight * 2))];
        LaneWork work = new(batching, new ArrivalOrderPolicy(), time, observer ?? new NoObserver());
        Lane[] lanes = [.. jobs.Select((channel, number) => Lane.Start(
            extractor, number, work, new ChannelJobs(channel.Reader), outcome => ExtractionChannels.Emit(outcomes.Writer, outcome, abandon.Token), abandon.Token))];

        Task<T?> feed = startFeed([.. jobs.Select(static channel => channel.Writer)], abandon.Token);
        Task decode = DecodeAsync(lanes, jobs, outcomes.Writer);
        Task<T?> sink = startSink(outcomes.Reader, abandon.Token);
        try
        {
            // The first failure counts; a feed that waits for its input is waited for only while all is well.
            Task progress = FirstFailureOf(feed, decode);
            await Task.WhenAny(sink, progress).Unwrap().ConfigureAwait(false);
            if (sink.IsCompleted && await sink.ConfigureAwait(false) is { } found)
            {
                return found;
            }

            await progress.ConfigureAwait(false);
            return await sink.ConfigureAwait(false) ?? await feed.ConfigureAwait(false);
        }
        finally
        {
            // Whatever happened: lanes must be out of the engines before anybody disposes them.
            await abandon.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(decode, sink).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
