using Microsoft.Extensions.Logging;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>Commits a pending batch: sink, then ledger, then whoever counts. A result the broker will not take becomes a dead letter with that reason; a dead letter it will not take halts its partition.</summary>
internal sealed class BatchCommitter(IRecordSink sink, Assignment assignment, IStreamObserver observer, TimeProvider time, ILogger logger)
{
    /// <summary>Commits what is still ours of the batch and empties it; where the sink has written nothing, the batch stays as it is.</summary>
    /// <returns>How many watermarks have to be committed again.</returns>
    public async Task<int> CommitAsync(PendingBatch batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            DropVoid(batch);
            batch.KeepBack(assignment);
            if (batch.IsEmpty)
            {
                return 0;
            }

            long started = time.GetTimestamp();
            BatchRejections rejections = new(batch.Results, logger);
            CommitResult result = await WriteAsync(batch, rejections, cancellationToken);
            if (!sink.IsAtomic || result.Deferred.Count == 0)
            {
                Settle(batch, rejections, result, time.GetElapsedTime(started));
                return result.Deferred.Count;
            }

            // Without what was taken away meanwhile it may go through at once.
            if (result.Deferred.All(assignment.IsHeld))
            {
                return result.Deferred.Count;
            }
        }
    }

    private void DropVoid(PendingBatch batch)
    {
        if (batch.DropVoid(assignment) is > 0 and int voided)
        {
            observer.Voided(voided);
            logger.ResultsVoided(voided);
        }
    }

    private async Task<CommitResult> WriteAsync(PendingBatch batch, BatchRejections rejections, CancellationToken cancellationToken)
    {
        CommitResult result = await WriteAsync(
            [.. batch.Results.Select(static one => one.Record)], batch.Watermarks(assignment, static _ => true), cancellationToken);
        while (result.Rejected.Count > 0)
        {
            IReadOnlyList<SinkRecord> letters = rejections.Replace(result.Rejected);
            IReadOnlyList<CommitWatermark> limited = batch.Watermarks(assignment, one => !rejections.Held(one));
            result = await WriteAsync(sink.IsAtomic ? rejections.Records() : letters, limited, cancellationToken);
        }

        return result;
    }

    private async Task<CommitResult> WriteAsync(
        IReadOnlyList<SinkRecord> records, IReadOnlyList<CommitWatermark> watermarks, CancellationToken cancellationToken)
    {
        CommitResult result = await sink.CommitAsync(new CommitBatch(records, watermarks), cancellationToken);
        if (sink.IsAtomic && (result.Rejected.Count > 0 || result.Deferred.Count > 0))
        {
            return result;
        }

        foreach (IGrouping<SinkTopic, SinkRecord> topic in records.GroupBy(static one => one.Topic))
        {
            observer.Sent(topic.Key, topic.Count() - result.Rejected.Count(one => one.Record.Topic == topic.Key));
        }

        return result;
    }

    private void Settle(PendingBatch batch, BatchRejections rejections, CommitResult result, TimeSpan duration)
    {
        assignment.Ledger.Written(batch.Results.Where(one => !rejections.Held(one)).Select(static one => one.Finished.Outcome.Ticket));
        foreach (CommitWatermark watermark in result.Committed)
        {
            assignment.Committed(watermark);
        }

        foreach (HaltedPartition halt in rejections.Halts)
        {
            assignment.Halt(halt);
        }

        observer.Committed(batch.Results.Count, duration);
        logger.BatchCommitted(batch.Results.Count, result.Committed.Count, duration.TotalMilliseconds);
        Report(batch, rejections);
        batch.Clear(result.Deferred);
    }

    private void Report(PendingBatch batch, BatchRejections rejections)
    {
        if (batch.Results.Count(rejections.Held) is > 0 and int held)
        {
            observer.Voided(held);
        }

        foreach (PendingResult one in batch.Results.Where(one => !rejections.Held(one)))
        {
            Report(one.Finished, rejections.Replaced(one));
        }
    }

    private void Report(FinishedRecord finished, bool replaced)
    {
        DocumentOutcome outcome = finished.Outcome.Outcome;
        string? fault = replaced ? FaultNames.ResultTooLarge : outcome.Succeeded ? null : FaultNames.Of(outcome.Fault.Value);
        observer.Completed(finished.Outcome, fault, time.GetElapsedTime(finished.Outcome.Timings.Received));
        if (fault is not null)
        {
            observer.DeadLettered(fault);
        }

        if (outcome.Succeeded && !replaced)
        {
            observer.Published(outcome.Entities.Entities.Count);
        }
        else if (!outcome.Succeeded)
        {
            logger.RecordDeadLettered(finished.Record.Position, fault!, outcome.Detail);
        }
    }
}
