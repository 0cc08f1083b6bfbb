using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Streaming.Journal;
using PaDeNer.Streaming.Partitions;

namespace PaDeNer.Daemon.Extraction;

/// <summary>
/// The engine between its two channels. Stopping lets lanes finish what they have begun, for a while; everything else goes back: its offsets
/// do not move, and it is read again. An engine that fails takes the host down.
/// </summary>
internal sealed class ExtractionService : BackgroundService
{
    private readonly Extractor _extractor;
    private readonly ExtractionChannels _channels;
    private readonly StreamDrain _drain;
    private readonly DecodingAdmission _admission;
    private readonly DirectIntake _direct;
    private readonly TimeSpan _finishTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ExtractionEngine _engine;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _stopFeeding = new();
    private readonly OutstandingWork _handingOn = new();

    /// <summary>An engine that does nothing yet.</summary>
    public ExtractionService(
        Extractor extractor,
        ExtractionChannels channels,
        IOptions<BatchingOptions> batching,
        IOptions<LaneOptions> lanes,
        IOptions<ExtractionOptions> options,
        IOptions<DrainOptions> end,
        TimeProvider time,
        IStepObserver observer,
        StreamDrain drain,
        DecodingAdmission admission,
        DirectIntake direct,
        ILogger<ExtractionService> logger)
    {
        (_extractor, _channels, _drain, _admission, _direct, _time, _logger) = (extractor, channels, drain, admission, direct, time, logger);
        _finishTimeout = end.Value.FinishTimeout;
        int workers = options.Value.PlanningWorkers;
        _engine = new ExtractionEngine(extractor.EngineSettings() with
        {
            Batching = batching.Value,
            Order = QueueOrders.ByName[lanes.Value.Order],
            Budget = new DocumentBudget(options.Value.MaxDecodedTokens, options.Value.MaxDecodeTime),
            QueueLength = options.Value.QueueLength,
            PlanningWorkers = workers > 0 ? workers : Math.Max(1, Environment.ProcessorCount / 2),
            Time = time,
            Observer = observer,
        });
    }

    /// <summary>Starts the lanes and waits until each has computed something.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _engine.StartAsync(cancellationToken).ConfigureAwait(false);
        _logger.LanesStarted(_extractor.Layout.Lanes, _extractor.Device, _extractor.Layout.Pinned);
        _direct.Open(_engine);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the lanes have finished what they have begun, or its time is over. Gives up when told to.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopFeeding.CancelAsync().ConfigureAwait(false);
        _direct.Close();
        _channels.Documents.Writer.TryComplete();
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(_abandon.Cancel);
        using CancellationTokenSource longEnough = new(_finishTimeout, _time);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(longEnough.Token, _abandon.Token);
        await _engine.StopAsync(end.Token).ConfigureAwait(false);
        if (longEnough.IsCancellationRequested)
        {
            _logger.RestGivenBack(_finishTimeout.TotalSeconds);
        }

        await (ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Lanes must be out of the engines before anybody disposes these; after a stop they are.
        _engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _abandon.Dispose();
        _stopFeeding.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What nobody publishes is not decoded.
        await using CancellationTokenRegistration useless = _drain.PublishingFailed.UnsafeRegister(
            static service => ((ExtractionService)service!).Abandon(), this);
        Task feed = FeedAsync();
        try
        {
            await _engine.Completion.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _logger.EngineFailed(failure);
            if (EndedInOrder(_engine.Completion))
            {
                _admission.Stop();
            }

            throw;
        }
        finally
        {
            await _stopFeeding.CancelAsync().ConfigureAwait(false);
            _channels.Documents.Writer.TryComplete();
            await feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _handingOn.EndedAsync().ConfigureAwait(false);
            _channels.Outcomes.Writer.TryComplete();
        }

        _admission.Stop();
        if (_abandon.IsCancellationRequested)
        {
            _logger.LanesAbandoned();
        }
        else
        {
            _logger.LanesDrained();
        }
    }

    /// <summary>
    /// Whether an end says nothing of the documents inside. An engine that is broken says so and is no document's doing; lack of memory may be, and
    /// then they stay written down.
    /// </summary>
    private static bool EndedInOrder(Task end) => end.Exception?.InnerException is null or EngineFaultException;

    private void Abandon()
    {
        _abandon.Cancel();
        _ = _engine.StopAsync(_abandon.Token);
    }

    /// <summary>Documents into the engine, as long as outcomes find room.</summary>
    private async Task FeedAsync()
    {
        try
        {
            await foreach (IncomingDocument incoming in _channels.Documents.Reader.ReadAllAsync(_stopFeeding.Token).ConfigureAwait(false))
            {
                await _channels.Outcomes.Writer.WaitToWriteAsync(_stopFeeding.Token).ConfigureAwait(false);
                if (await _admission.BeginAsync(incoming, _stopFeeding.Token).ConfigureAwait(false) is { } givenUp)
                {
                    await _channels.Outcomes.Writer.WriteAsync(givenUp, _stopFeeding.Token).ConfigureAwait(false);
                    continue;
                }

                Task<JobOutcome?> outcome = await _engine.SubmitAsync(incoming, _stopFeeding.Token).ConfigureAwait(false);
                _handingOn.Begin();
                _ = HandOnAsync(incoming.Ticket, outcome);
            }
        }
        catch (Exception end) when (end is ChannelClosedException or OperationCanceledException)
        {
            // The engine takes nothing any more: what is left goes back to the broker.
        }
    }

    private async Task HandOnAsync(JobTicket ticket, Task<JobOutcome?> document)
    {
        try
        {
            await ((Task)document).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (EndedInOrder(document))
            {
                _admission.End(ticket, decoded: document is { IsCompletedSuccessfully: true, Result: not null });
            }

            if (document is { IsCompletedSuccessfully: true, Result: { } outcome })
            {
                await _channels.Outcomes.Writer.WriteAsync(outcome, _abandon.Token).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is ChannelClosedException or OperationCanceledException)
        {
            // Nobody publishes any more: it will be read again.
        }
        finally
        {
            _handingOn.End();
        }
    }
}
