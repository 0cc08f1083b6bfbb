using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Streams;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Daemon.Extraction;

/// <summary>Documents to jobs, on pool threads and away from the lanes; a document that cannot be planned ends here with its fault.</summary>
internal sealed class PlanningService(
    Extractor extractor, ExtractionChannels channels, IOptions<ExtractionOptions> options, StreamDrain drain, ILogger<PlanningService> logger) : BackgroundService
{
    private readonly int _workers = options.Value.PlanningWorkers > 0 ? options.Value.PlanningWorkers : Math.Max(1, Environment.ProcessorCount / 2);
    private readonly CancellationTokenSource _abandon = new();

    /// <summary>Waits until all documents are planned; they stopped coming before. Gives up when told to.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channels.Documents.Writer.TryComplete();
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(_abandon.Cancel);
        await (ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        await using CancellationTokenRegistration useless = drain.PublishingFailed.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandon);
        try
        {
            await RunWorkersAsync().ConfigureAwait(false);
        }
        catch (Exception end) when (end is ChannelClosedException or OperationCanceledException)
        {
            logger.PlanningAbandoned();
        }
        catch (Exception failure)
        {
            logger.PlanningFailed(failure);
            throw;
        }
        finally
        {
            channels.Jobs.TryComplete();
        }
    }

    /// <summary>A worker that fails ends the others: a document whose planning threw has no outcome, and its partition would wait for ever.</summary>
    private async Task RunWorkersAsync()
    {
        List<Task> running = [.. Enumerable.Range(0, _workers).Select(_ => PlanAsync(_abandon.Token))];
        while (running.Count > 0)
        {
            Task ended = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(ended);
            if (ended.IsFaulted)
            {
                await _abandon.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await ended.ConfigureAwait(false);
        }
    }

    private async Task PlanAsync(CancellationToken abandon)
    {
        await foreach (IncomingDocument incoming in channels.Documents.Reader.ReadAllAsync(abandon).ConfigureAwait(false))
        {
            PlanResult result = extractor.Planner.Plan(incoming.Document);
            if (result.Succeeded)
            {
                await channels.Jobs.WriteAsync(DocumentJob.Of(incoming, result.Plan), abandon).ConfigureAwait(false);
            }
            else
            {
                JobOutcome outcome = new(incoming.Ticket, incoming.Document, result.Fault, JobTimings.NotServed(incoming.Received));
                await channels.Outcomes.Writer.WriteAsync(outcome, abandon).ConfigureAwait(false);
            }
        }
    }
}
