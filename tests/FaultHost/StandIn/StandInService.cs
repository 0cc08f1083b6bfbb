using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Entities;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.Streaming.Journal;

namespace PaDeNer.FaultHost.StandIn;

/// <summary>
/// Extraction without a model: the real engine object over an engine without weights, then each document for as long as its text says, so that they
/// end out of order. What comes of a document that was decoded is a function of its text; one that was not keeps its fault. Stops as the real one
/// does: what has begun is finished, what waits goes back.
/// </summary>
internal sealed class StandInService : BackgroundService
{
    private readonly ChannelReader<IncomingDocument> _documents;
    private readonly ChannelWriter<JobOutcome> _outcomes;
    private readonly StandInOptions _options;
    private readonly DecodingAdmission _admission;
    private readonly TimeProvider _time;
    private readonly ExtractionEngine _engine;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _stopTaking = new();

    public StandInService(
        ChannelReader<IncomingDocument> documents,
        ChannelWriter<JobOutcome> outcomes,
        IOptions<StandInOptions> options,
        DecodingAdmission admission,
        CrashPlan plan,
        TimeProvider time)
    {
        (_documents, _outcomes, _options, _admission, _time) = (documents, outcomes, options.Value, admission, time);
        _places = new SemaphoreSlim(_options.Documents);
        _engine = new ExtractionEngine(StandInEngine.Settings(plan));
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _engine.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Waits until what has begun has ended, as long as the host allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopTaking.CancelAsync();
        await using CancellationTokenRegistration giveUp = cancellationToken.Register(_abandon.Cancel);
        await (ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _places.Dispose();
        _abandon.Dispose();
        _stopTaking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> inside = [];
        try
        {
            await foreach (IncomingDocument incoming in _documents.ReadAllAsync(_stopTaking.Token))
            {
                await _places.WaitAsync(_stopTaking.Token);
                if (await _admission.BeginAsync(incoming, _stopTaking.Token) is { } givenUp)
                {
                    _places.Release();
                    await _outcomes.WriteAsync(givenUp, _abandon.Token);
                    continue;
                }

                inside.RemoveAll(static task => task.IsCompletedSuccessfully);
                inside.Add(DecodeAsync(incoming));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // Stopped: the rest goes back to the broker.
        }
        finally
        {
            await Task.WhenAll(inside);
            _admission.Stop();
            _outcomes.TryComplete();
        }
    }

    private async Task DecodeAsync(IncomingDocument incoming)
    {
        try
        {
            string text = incoming.Document.Text;
            long begun = _time.GetTimestamp();
            JobOutcome? decoded = await _engine.DecodeAsync(incoming, _abandon.Token);
            await Task.Delay(StandInModel.Latency(text, _options), _time, _abandon.Token);
            StandInEngine.EndProcessWith(text);
            _admission.End(incoming.Ticket, decoded: true);
            JobTimings timings = new(incoming.Received, _time.GetElapsedTime(incoming.Received, begun), _time.GetElapsedTime(begun), 1, false);
            DocumentOutcome outcome = decoded!.Outcome.Succeeded ? DocumentOutcome.Of(StandInModel.Entities(text)) : decoded.Outcome;
            await _outcomes.WriteAsync(new JobOutcome(incoming.Ticket, incoming.Document, outcome, timings), _abandon.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // Given up: it goes back to the broker.
        }
        finally
        {
            _places.Release();
        }
    }
}
