using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ingress;

/// <summary>
/// Owns the poll thread. It polls all the time: open, held or paused, and while draining until the publisher has made its last commit, so that the
/// membership is never lost to a full queue or a slow document. Stopping ends the intake at once and returns; the thread then closes the source.
/// </summary>
internal sealed class DocumentConsumerService : BackgroundService
{
    private const int LeastShare = 16;
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HoldStep = TimeSpan.FromMilliseconds(5);

    private readonly IRecordSource _source;
    private readonly Assignment _assignment;
    private readonly IStreamObserver _observer;
    private readonly StreamDrain _drain;
    private readonly CommitRequests _commits;
    private readonly StreamSupervision _supervision;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IngressOptions _options;
    private readonly RecordIntake _intake;
    private readonly Backpressure _backpressure;
    private readonly PartitionFlowControl _flowControl;
    private readonly CancellationTokenSource _stopIntake = new();
    private readonly TaskCompletionSource _intakeEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _polling = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _opened;
    private bool _paused;
    private long _lagReported;

    public DocumentConsumerService(
        IRecordSource source,
        Assignment assignment,
        IDocumentLabels labels,
        ChannelWriter<IncomingDocument> documents,
        ChannelWriter<JobOutcome> outcomes,
        IStreamObserver observer,
        StreamDrain drain,
        CommitRequests commits,
        StreamSupervision supervision,
        IOptions<IngressOptions> options,
        TimeProvider time,
        ILogger<DocumentConsumerService> logger)
    {
        (_source, _assignment, _observer, _drain, _commits, _supervision, _time, _logger) = (source, assignment, observer, drain, commits, supervision, time, logger);
        _options = options.Value;
        DocumentReaderSettings reading = _options.ReaderSettings();
        _intake = new RecordIntake(new DocumentReader(reading, labels), reading.Limits, assignment, _options.LatencyObjective, documents, outcomes, time);
        _backpressure = new Backpressure(_options.MaxInFlightRecords, _options.MaxInFlightBytes, _options.PauseAfter, time);
        int share = Math.Max(LeastShare, _options.MaxInFlightRecords / 2);
        _flowControl = new PartitionFlowControl(source, assignment, share, _options.MaxInFlightBytes / 2, observer, time, logger);
    }

    /// <summary>Ends the intake; documents in flight go on. Returns as soon as no more documents come.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopIntake.CancelAsync();
        if (ExecuteTask is not null)
        {
            await _intakeEnded.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stopIntake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A thread of its own: the client's calls block, and a close that never returns must not keep the process alive.
        _drain.BeginSource();
        Thread thread = new(Run) { IsBackground = true, Name = "poll" };
        thread.Start();
        return _polling.Task;
    }

    // Nothing may escape: an exception at the top of a thread ends the process at once.
    private void Run()
    {
        bool healthy = Guarded(Read);
        Guarded(() =>
        {
            _intake.End();
            _logger.IntakeEnded(_assignment.Ledger.Load.Records);
        });
        _intakeEnded.TrySetResult();
        if (!(healthy && _opened && Guarded(KeepMembership)))
        {
            // Nothing to poll; the publisher makes its last commit all the same.
            Guarded(() => AwaitLastCommit(polling: false));
        }

        _supervision.Reading = "leaving the group";
        Guarded(_source.Close);
        _logger.SourceClosed();
        _drain.EndSource();
        _polling.TrySetResult();
    }

    private bool Guarded(Action action)
    {
        try
        {
            action();
            return true;
        }
#pragma warning disable CA1031 // The end of a thread: whatever ended it goes to the host, which stops.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger.ReadingFailed(exception);
            _polling.TrySetException(exception);
            return false;
        }
    }

    private void Read()
    {
        _logger.IntakeStarted(_options.MaxInFlightRecords, _options.MaxInFlightBytes);
        _supervision.Reading = "connecting";
        try
        {
            _source.Open(new AssignmentKeeper(_assignment, _commits, _options.RevokeTimeout, _observer, _logger), _stopIntake.Token);
            _opened = true;
        }
        catch (OperationCanceledException) when (_stopIntake.IsCancellationRequested)
        {
            // Stopped while it waited for the broker: a clean end.
            return;
        }

        _supervision.Reading = "polling";
        while (!_stopIntake.IsCancellationRequested)
        {
            PollOnce();
        }
    }

    private void PollOnce()
    {
        _intake.Flush();
        LedgerLoad load = _assignment.Ledger.Load;
        Intake intake = _backpressure.Decide(load, _intake.IsFull);
        Steer(intake, load);
        _flowControl.Steer(load);
        _observer.Polled();
        ReportLoad(load);
        ReportLag();
        if (_supervision.TakeRenewal())
        {
            _source.Renew();
        }

        if (intake == Intake.Held)
        {
            _stopIntake.Token.WaitHandle.WaitOne(HoldStep);
            return;
        }

        if (_source.Poll(intake == Intake.Paused ? HoldStep : PollTimeout) is { } record)
        {
            _observer.Consumed(record);
            _intake.Take(record);
        }
    }

    private void Steer(Intake intake, LedgerLoad load)
    {
        if (_paused == (intake == Intake.Paused))
        {
            return;
        }

        _paused = !_paused;
        if (_paused)
        {
            _source.Pause();
            _logger.FetchingPaused(load.Records, load.Bytes);
        }
        else
        {
            _source.Resume();
            _logger.FetchingResumed(load.Records, load.Bytes);
        }

        _observer.Paused(_paused);
    }

    private void ReportLag()
    {
        if (_time.GetElapsedTime(_lagReported) < _options.LagInterval)
        {
            return;
        }

        _lagReported = _time.GetTimestamp();
        Dictionary<SourcePartition, PartitionEnd> ends = _source.Ends().ToDictionary(static end => end.Partition);
        foreach (AssignedPartition partition in _assignment.Held)
        {
            if (ends.TryGetValue(partition.Partition, out PartitionEnd end))
            {
                long lag = Math.Max(0, end.EndOffset - (_assignment.Ledger.FirstUncommitted(partition) ?? end.NextRead));
                _observer.Lag(end.Partition, lag, _assignment.Ledger.TimestampOfFirstUncommitted(partition));
            }
            else
            {
                _observer.LagUnknown(partition.Partition);
            }
        }

        _observer.Source(_source.State);
    }

    private void KeepMembership()
    {
        _supervision.Reading = "polling until the last commit";
        _source.Pause();
        AwaitLastCommit(polling: true);
    }

    private void AwaitLastCommit(bool polling)
    {
        while (!_drain.LastCommitMade.IsCancellationRequested)
        {
            _observer.Polled();
            ReportLoad(_assignment.Ledger.Load);

            // A record that was on its way when fetching was paused is not taken in: its offset never moves.
            if (!polling || _source.Poll(PollTimeout) is null)
            {
                _drain.LastCommitMade.WaitHandle.WaitOne(polling ? TimeSpan.Zero : PollTimeout);
            }
        }

        ReportLoad(_assignment.Ledger.Load);
    }

    private void ReportLoad(LedgerLoad load)
    {
        _observer.InFlight(load.Records, load.Bytes);
        LedgerHeads heads = _assignment.Ledger.Heads(_assignment.Held);
        _observer.Waiting(heads.Undecoded, heads.Uncommitted);
    }
}
