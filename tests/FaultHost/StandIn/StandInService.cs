using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.FaultHost.StandIn;

/// <summary>
/// Extraction without a model: several documents at once, each for as long as its text says, so that they end out of order. Stops as the real one does:
/// what has begun is finished, what waits goes back.
/// </summary>
internal sealed class StandInService(
    ChannelReader<IncomingDocument> documents, ChannelWriter<JobOutcome> outcomes, IOptions<StandInOptions> options, TimeProvider time) : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _stopTaking = new();

    /// <summary>Waits until what has begun has ended, as long as the host allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopTaking.CancelAsync();
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(_abandon.Cancel);
        await (ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        _stopTaking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Value.Documents).Select(_ => Task.Run(DecodeAsync, CancellationToken.None)));
        }
        finally
        {
            outcomes.TryComplete();
        }
    }

    private async Task DecodeAsync()
    {
        try
        {
            await foreach (IncomingDocument incoming in documents.ReadAllAsync(_stopTaking.Token))
            {
                await outcomes.WriteAsync(await DecodeAsync(incoming), _abandon.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // Stopped: the rest goes back to the broker.
        }
    }

    private async Task<JobOutcome> DecodeAsync(IncomingDocument incoming)
    {
        long begun = time.GetTimestamp();
        await Task.Delay(StandInModel.Latency(incoming.Document.Text, options.Value), time, _abandon.Token);
        JobTimings timings = new(incoming.Received, time.GetElapsedTime(incoming.Received, begun), time.GetElapsedTime(begun), 1, false);
        return new JobOutcome(incoming.Ticket, incoming.Document, DocumentOutcome.Of(StandInModel.Entities(incoming.Document.Text)), timings);
    }
}
