using System.Threading.Channels;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Commands;

/// <summary>
/// A finite run through the engine: feed, engine, sink. What is packed together depends on the documents alone, so that the same input
/// gives the same bits. Memory is bounded by what the engine holds and by how far documents get ahead of each other.
/// </summary>
internal static class EngineRun
{
    private const int OutcomesWaiting = 256;

    /// <summary>The engine's settings for such a run.</summary>
    /// <param name="extractor">The model.</param>
    /// <param name="batching">How lanes pack their steps.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Is told what the lanes do, on their threads; null for nobody.</param>
    public static ExtractionEngineSettings SettingsOf(Extractor extractor, BatchingOptions batching, TimeProvider time, IStepObserver? observer = null) =>
        extractor.EngineSettings() with
        {
            Batching = batching,
            Order = QueueOrder.Arrival,
            Assignment = LaneAssignment.InTurn,
            QueueLength = Math.Max(1, batching.DocumentsInFlight) * 2 * extractor.Engines.Count,
            // Nobody has a deadline here: the first document is as good a beginning.
            WarmUpTime = TimeSpan.Zero,
            Time = time,
            Observer = observer ?? new NoObserver(),
        };

    /// <summary>Runs until the feed is at its end and all it fed has gone through the sink, or until one of the two finds something that ends it.</summary>
    /// <param name="settings">The engine's.</param>
    /// <param name="startFeed">Starts submitting documents, each by the function it is given. What it finds ends the run once all it fed before is out.</param>
    /// <param name="startSink">Starts taking outcomes, in the order of their documents, to their end. What it finds ends the run at once.</param>
    /// <param name="stop">Ends the run early.</param>
    /// <typeparam name="T">What can end a run before its input does.</typeparam>
    /// <returns>What ended it; null where it went to the end of its input.</returns>
    public static async Task<T?> RunAsync<T>(
        ExtractionEngineSettings settings,
        Func<Func<IncomingDocument, ValueTask>, CancellationToken, Task<T?>> startFeed,
        Func<ChannelReader<JobOutcome>, CancellationToken, Task<T?>> startSink,
        CancellationToken stop)
        where T : class
    {
        await using ExtractionEngine engine = new(settings);
        await engine.StartAsync(stop).ConfigureAwait(false);
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // A lane may wait until it has as many documents as it decodes at once: the first of them must not keep the last from being fed.
        Channel<Task<JobOutcome?>> ahead = Channel.CreateBounded<Task<JobOutcome?>>(OutcomesWaiting + (settings.QueueLength * 2));
        Channel<JobOutcome> outcomes = Channel.CreateBounded<JobOutcome>(OutcomesWaiting);
        Task<T?> feed = FeedAsync(engine, startFeed, ahead.Writer, abandon.Token);
        Task order = HandOnAsync(ahead.Reader, outcomes.Writer, abandon.Token);
        Task<T?> sink = startSink(outcomes.Reader, abandon.Token);
        try
        {
            // The first failure counts; a feed that waits for its input is waited for only while all is well.
            await Task.WhenAny(sink, FailureOf(feed), FailureOf(engine.Completion)).Unwrap().ConfigureAwait(false);
            return await sink.ConfigureAwait(false) ?? await feed.ConfigureAwait(false);
        }
        finally
        {
            await abandon.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(order, sink).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<T?> FeedAsync<T>(
        ExtractionEngine engine,
        Func<Func<IncomingDocument, ValueTask>, CancellationToken, Task<T?>> startFeed,
        ChannelWriter<Task<JobOutcome?>> ahead,
        CancellationToken abandon)
        where T : class
    {
        try
        {
            return await startFeed(
                async document => await ahead.WriteAsync(await engine.SubmitAsync(document, abandon).ConfigureAwait(false), abandon).ConfigureAwait(false),
                abandon).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return null; // the engine has failed; whoever waits for it hears of it
        }
        finally
        {
            ahead.TryComplete();
            _ = engine.FinishAsync();
        }
    }

    /// <summary>Outcomes in the order of their documents.</summary>
    private static async Task HandOnAsync(ChannelReader<Task<JobOutcome?>> ahead, ChannelWriter<JobOutcome> outcomes, CancellationToken abandon)
    {
        Exception? failure = null;
        try
        {
            await foreach (Task<JobOutcome?> document in ahead.ReadAllAsync(abandon).ConfigureAwait(false))
            {
                if (await document.WaitAsync(abandon).ConfigureAwait(false) is { } outcome)
                {
                    await outcomes.WriteAsync(outcome, abandon).ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // The end of the stage: whatever ended it goes to the sink.
        catch (Exception ended)
#pragma warning restore CA1031
        {
            failure = ended;
        }

        outcomes.TryComplete(failure);
    }

    /// <summary>Fails where a task does; never completes otherwise.</summary>
    private static async Task FailureOf(Task task)
    {
        await task.ConfigureAwait(false);
        await Task.Delay(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
    }
}
