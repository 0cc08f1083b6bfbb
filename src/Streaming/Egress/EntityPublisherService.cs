using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Egress;

/// <summary>
/// Outcomes -> ledger -> commit batches -> sink. While one batch is being committed the next one is collected, up to its full size. Stops last: it commits until no more outcomes come, or until the host's patience ends, then once more
/// what is finished; only then may the source close.
/// </summary>
internal sealed class EntityPublisherService : BackgroundService
{
    private const int LastAttempts = 5;
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastAttemptsApart = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AskedAgain = TimeSpan.FromMilliseconds(20);

    private readonly ChannelReader<JobOutcome> _outcomes;
    private readonly Assignment _assignment;
    private readonly IStreamObserver _observer;
    private readonly StreamDrain _drain;
    private readonly CommitRequests _requests;
    private readonly IRecordSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _closeTimeout;
    private readonly ResultWriter _writer;
    private readonly CommitPipeline _commits;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _giveUp;
    private Task? _due;
    private TimeSpan _dueAt;

    public EntityPublisherService(
        ChannelReader<JobOutcome> outcomes,
        IRecordSink sink,
        Assignment assignment,
        ResultContext context,
        IStreamObserver observer,
        StreamDrain drain,
        CommitRequests requests,
        IOptions<EgressOptions> options,
        TimeProvider time,
        ILogger<EntityPublisherService> logger)
    {
        (_outcomes, _sink, _assignment, _observer, _drain, _requests, _time, _logger) = (outcomes, sink, assignment, observer, drain, requests, time, logger);
        EgressOptions values = options.Value;
        _closeTimeout = values.CloseTimeout;
        _writer = new ResultWriter(new EntityWriter(context.Model, values.OffsetUnit, values.IncludeText), context, values.IncludeTiming, values.Partitioning);
        _giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _commits = new CommitPipeline(
            new BatchCommitter(sink, assignment, observer, time, logger),
            new CommitPlanner(values.CommitRecords, values.CommitBytes, values.CommitAge, time),
            logger,
            _giveUp.Token);
    }

    /// <summary>Waits for the outcomes in flight as long as the host allows, then for the last commit and the closing of the source.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ExecuteTask is null)
        {
            return;
        }

        using (cancellationToken.Register(Abandon))
        {
            await ExecuteTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            await _drain.SourceClosed.WaitAsync(_closeTimeout, _time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _logger.SourceNotClosed(_closeTimeout.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _abandon.Dispose();
        _giveUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PublishAsync();
            await LastCommitAsync();
        }
        catch (Exception exception)
        {
            _logger.PublishingFailed(exception);
            _drain.FailPublishing();
            _ = DiscardAsync();
            throw;
        }
        finally
        {
            _logger.LastCommitMade(_assignment.Ledger.Load.Records);
            _requests.End();
            _drain.EndCommits();
        }
    }

    private void Abandon()
    {
        _abandon.Cancel();
        _giveUp.CancelAfter(_closeTimeout);
    }

    private async Task PublishAsync()
    {
        try
        {
            Task opened = _sink.OpenAsync(_abandon.Token);
            Task<bool> asked = _requests.WaitAsync();
            Task<bool> more = _outcomes.WaitToReadAsync(_abandon.Token).AsTask();
            while (true)
            {
                await WaitAsync(more, asked, opened);
                if (opened.IsFaulted)
                {
                    await opened;
                }

                if (_commits.UnderWay is { IsCompleted: true })
                {
                    await _commits.EndAsync();
                }

                if (asked.IsCompleted)
                {
                    await AnswerAsync();
                    _due = null;
                    asked = _requests.WaitAsync();
                }

                if (more.IsCompleted && _commits.HasRoom)
                {
                    if (!await more)
                    {
                        return;
                    }

                    TakeAll();
                    more = _outcomes.WaitToReadAsync(_abandon.Token).AsTask();
                }

                if (_commits.IsDue)
                {
                    _due = null;
                    _commits.Begin();
                }
            }
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            _logger.DrainAbandoned();
        }
    }

    private async Task WaitAsync(Task more, Task asked, Task opened)
    {
        if (_commits.IsDue)
        {
            return;
        }

        List<Task> awaited = [asked];
        if (_commits.HasRoom)
        {
            awaited.Add(more);
        }

        if (!opened.IsCompletedSuccessfully)
        {
            awaited.Add(opened);
        }

        if (_commits.UnderWay is { } commit)
        {
            awaited.Add(commit);
        }
        else if (_commits.TimeLeft is { } left)
        {
            awaited.Add(Due(left));
        }

        await Task.WhenAny(awaited);
    }

    // Partitions are about to go: what is finished is committed now, and what is not written by then is the next owner's.
    private async Task AnswerAsync()
    {
        while (_requests.Take() is { } request)
        {
            int? deferred = null;
            try
            {
                TakeFinished();
                deferred = await _commits.CommitAsync();
                while (deferred > 0 && !request.IsGivenUp)
                {
                    await Task.Delay(AskedAgain, _time, _giveUp.Token);
                    deferred = await _commits.CommitAsync();
                }
            }
            finally
            {
                // Who asked does not wait for a publisher that has just ended.
                request.Complete(deferred == 0);
            }

            // A result that is written now, of a partition that goes in a moment, would be there without its offset, and the next owner would write it again.
            await request.Over.WaitAsync(_giveUp.Token);
        }
    }

    private void TakeFinished()
    {
        while (_outcomes.TryRead(out JobOutcome? outcome))
        {
            Take(outcome);
        }
    }

    // One timer for a batch, unless it becomes due earlier than it was.
    private Task Due(TimeSpan left)
    {
        TimeSpan at = _time.GetElapsedTime(0) + left;
        if (_due is null || at < _dueAt - TimerSlack)
        {
            _dueAt = at;
            _due = Task.Delay(left, _time, _abandon.Token);
        }

        return _due;
    }

    private void TakeAll()
    {
        while (!_commits.IsDue && _commits.HasRoom && _outcomes.TryRead(out JobOutcome? outcome))
        {
            Take(outcome);
        }
    }

    private void Take(JobOutcome outcome)
    {
        if (!_assignment.Ledger.TryFinish(outcome, out IReadOnlyList<FinishedRecord> released))
        {
            _observer.Voided(1);
            return;
        }

        foreach (FinishedRecord finished in released)
        {
            _commits.Add(_writer.WriteOrGiveUp(finished));
        }
    }

    // What cannot be committed now, for want of a broker or of a word from the group, may be in a moment: it is tried for as long as the host waits, and a few times at least.
    private async Task LastCommitAsync()
    {
        TakeFinished();
        try
        {
            int deferred = await _commits.CommitAsync();
            for (int attempt = 1; deferred > 0 && (attempt < LastAttempts || !_abandon.IsCancellationRequested); attempt++)
            {
                await Task.Delay(LastAttemptsApart, _time, _giveUp.Token);
                deferred = await _commits.CommitAsync();
            }

            if (deferred > 0)
            {
                _logger.LastCommitDeferred(deferred);
            }
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
            _logger.DrainAbandoned();
        }
    }

    // Extraction must not wait for a reader that is no longer there.
    private async Task DiscardAsync()
    {
        await foreach (JobOutcome _ in _outcomes.ReadAllAsync())
        {
        }
    }
}
