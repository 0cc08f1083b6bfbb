using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Offsets;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Egress;

/// <summary>Commits a pending batch: sink, then ledger, then whoever counts. A result the broker will not take becomes a dead letter with that reason.</summary>
internal sealed class BatchCommitter(IRecordSink sink, OffsetLedger ledger, IStreamObserver observer, TimeProvider time, ILogger logger)
{
    /// <summary>Commits what is still ours of the batch and empties it.</summary>
    /// <returns>How many watermarks have to be committed again.</returns>
    public async Task<int> CommitAsync(PendingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.DropVoid(ledger) is > 0 and int voided)
        {
            observer.Voided(voided);
            logger.ResultsVoided(voided);
        }

        if (batch.IsEmpty)
        {
            return 0;
        }

        long started = time.GetTimestamp();
        IReadOnlyList<CommitWatermark> watermarks = batch.Watermarks();
        CommitResult result = await sink.CommitAsync(new CommitBatch([.. batch.Results.Select(static one => one.Record)], watermarks), cancellationToken);
        HashSet<PendingResult> replaced = [];
        if (result.Rejected.Count > 0)
        {
            result = await ReplaceAsync(batch, result.Rejected, watermarks, replaced, cancellationToken);
        }

        foreach (CommitWatermark watermark in result.Committed)
        {
            ledger.Commit(watermark);
        }

        TimeSpan duration = time.GetElapsedTime(started);
        observer.Committed(batch.Results.Count, duration);
        logger.BatchCommitted(batch.Results.Count, watermarks.Count, duration.TotalMilliseconds);
        foreach (PendingResult one in batch.Results)
        {
            Report(one, replaced.Contains(one));
        }

        batch.Clear(result.Deferred);
        return result.Deferred.Count;
    }

    private async Task<CommitResult> ReplaceAsync(
        PendingBatch batch,
        IReadOnlyList<RejectedRecord> rejected,
        IReadOnlyList<CommitWatermark> watermarks,
        HashSet<PendingResult> replaced,
        CancellationToken cancellationToken)
    {
        List<SinkRecord> deadLetters = [];
        foreach (RejectedRecord one in rejected)
        {
            PendingResult result = batch.Results.First(candidate => ReferenceEquals(candidate.Record, one.Record));
            SourceRecord source = result.Finished.Record;
            if (one.Record.Topic == SinkTopic.DeadLetter)
            {
                throw NoWayOut(source.Position, one.Reason);
            }

            logger.RecordDeadLettered(source.Position, FaultNames.ResultTooLarge, one.Reason);
            deadLetters.Add(DeadLetterWriter.Write(source, FaultNames.ResultTooLarge, one.Reason));
            replaced.Add(result);
        }

        CommitResult second = await sink.CommitAsync(new CommitBatch(deadLetters, watermarks), cancellationToken);
        return second.Rejected.Count == 0 ? second : throw NoWayOut(batch.Results[0].Finished.Record.Position, second.Rejected[0].Reason);
    }

    private static StreamFailureException NoWayOut(SourcePosition position, string reason) =>
        new($"The dead letter of {position} is not taken: {reason}. Raise max.message.bytes of the dead-letter topic; nothing is skipped until then.");

    private void Report(PendingResult result, bool replaced)
    {
        FinishedRecord finished = result.Finished;
        observer.Completed(finished.Outcome, time.GetElapsedTime(finished.Outcome.Timings.Received));
        if (replaced)
        {
            observer.DeadLettered(FaultNames.ResultTooLarge);
        }
        else if (finished.Outcome.Outcome.Succeeded)
        {
            observer.Published(finished.Outcome.Outcome.Entities.Entities.Count);
        }
        else
        {
            observer.DeadLettered(FaultNames.Of(finished.Outcome.Outcome.Fault.Value));
            logger.RecordDeadLettered(
                finished.Record.Position,
                FaultNames.Of(finished.Outcome.Outcome.Fault.Value),
                finished.Outcome.Outcome.Detail);
        }
    }
}
