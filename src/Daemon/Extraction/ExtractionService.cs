using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Extraction;

/// <summary>
/// Runs the lanes. Stopping lets them finish what is in flight until the host's patience ends, then abandons it. A lane that fails takes
/// the others and the host down: what was in decoding is not published, its offsets do not move.
/// </summary>
internal sealed class ExtractionService(
    Extractor extractor,
    ExtractionChannels channels,
    IOptions<BatchingOptions> batching,
    IOptions<LaneOptions> options,
    TimeProvider time,
    IStepObserver observer,
    StreamDrain drain,
    ILogger<ExtractionService> logger) : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();
    private Lane[] _lanes = [];

    /// <summary>
    /// Starts the lanes and waits until each has computed something. Where that fails or is given up, the lanes are out of the engines before
    /// it says so: whoever hears of it disposes them.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        LaneWork work = new(batching.Value, BatchingPolicies.Find(options.Value.Policy)!, time, observer);
        _lanes = [.. extractor.Engines.Select((_, lane) => Lane.Start(extractor, lane, work, channels.Jobs, Emit, _abandon.Token))];
        try
        {
            await foreach (Task warm in Task.WhenEach(_lanes.Select(static lane => lane.Warm)).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await warm.ConfigureAwait(false);
            }
        }
        catch
        {
            await _abandon.CancelAsync().ConfigureAwait(false);
            await LanesEndedAsync().ConfigureAwait(false);
            throw;
        }

        logger.LanesStarted(_lanes.Length, extractor.Device, extractor.Layout.Pinned);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the lanes have emitted all they were given. Gives up when told to.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channels.Jobs.TryComplete();
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(_abandon.Cancel);
        await (ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A start that was given up may have left nothing that waits for them.
        await LanesEndedAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What nobody publishes is not decoded.
        await using CancellationTokenRegistration useless = drain.PublishingFailed.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandon);
        List<Task> running = [.. _lanes.Select(static lane => lane.Completion)];
        try
        {
            while (running.Count > 0)
            {
                Task ended = await Task.WhenAny(running).ConfigureAwait(false);
                running.Remove(ended);
                await ended.ConfigureAwait(false);
            }

            logger.LanesDrained();
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            logger.LanesAbandoned();
        }
        catch (Exception failure)
        {
            logger.LaneFailed(failure);
            channels.Jobs.TryComplete();
            await _abandon.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await LanesEndedAsync().ConfigureAwait(false);
            channels.Outcomes.Writer.TryComplete();
        }
    }

    /// <summary>Lanes must be out of the engines before anybody disposes them.</summary>
    private async Task LanesEndedAsync() =>
        await Task.WhenAll(_lanes.Select(static lane => lane.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Emit(JobOutcome outcome) => ExtractionChannels.Emit(channels.Outcomes.Writer, outcome, _abandon.Token);
}
