using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Sink.Transactions;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink;

/// <summary>
/// IRecordSink, exactly once: records and offsets of a batch in one transaction. The broker takes it only from a member of the group's present generation,
/// so that of two owners of a partition one alone gets through. What becomes of a batch is always known in the end: it is committed, or nothing of it is there.
/// </summary>
internal sealed class KafkaTransactionalSink : IRecordSink, IDisposable
{
    private const int Trials = 4;

    // A fifth more than the broker lets a transaction live.
    private const double WatchdogAfter = 1.2;
    private static readonly TimeSpan TroublePause = TimeSpan.FromMilliseconds(100);

    private static readonly string?[] TimesOut =
        [nameof(ErrorCode.Local_MsgTimedOut), nameof(ErrorCode.Local_PurgeQueue), nameof(ErrorCode.Local_PurgeInflight), nameof(ErrorCode.Local_UnknownTopic), nameof(ErrorCode.UnknownTopicOrPart)];

    private readonly IKafkaClients _clients;
    private readonly IGroupMember _member;
    private readonly Assignment _assignment;
    private readonly KafkaOptions _topics;
    private readonly OutputPartitions _partitions;
    private readonly RecordTimes _times;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITransactionObserver _observer;
    private readonly TransactionalProducer _producer;
    private readonly StreamSupervision _supervision;
    private readonly SemaphoreSlim _one = new(1);
    private CancellationToken _renewed;

    public KafkaTransactionalSink(
        IGroupMember member,
        Assignment assignment,
        IKafkaClients clients,
        ITransactionObserver observer,
        StreamSupervision supervision,
        IOptions<KafkaOptions> kafka,
        IOptions<DeliveryOptions> delivery,
        TimeProvider time,
        ILogger<KafkaTransactionalSink> logger)
    {
        (_member, _assignment, _clients, _observer, _supervision, _topics, _time, _logger) = (member, assignment, clients, observer, supervision, kafka.Value, time, logger);
        _timeout = delivery.Value.TransactionTimeout;
        _times = new RecordTimes(time);
        _partitions = new OutputPartitions(clients, kafka.Value, time, logger);
        _producer = new TransactionalProducer(clients, TransactionalIds.Of(delivery.Value, kafka.Value), _timeout, observer, time, logger);
    }

    /// <inheritdoc/>
    public bool IsAtomic => true;

    /// <summary>Ends at once what an earlier process with our id left open: until then it holds up whoever reads the output.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await _producer.ReadyAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await UnlessRenewedAsync(batch, cancellationToken);
        }
        finally
        {
            _supervision.Publishing = "waiting for results";
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _producer.Dispose();
        _one.Dispose();
    }

    // Where the consumer is left behind for a new one, so is the producer, in the middle of a transaction or between two. Partitions have gone with the old
    // consumer; what came of the transaction their next assignment sees in the committed offsets.
    private async Task<CommitResult> UnlessRenewedAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        CancellationToken renewed = _member.Renewed;
        if (_renewed.IsCancellationRequested)
        {
            _producer.Rebuild(RebuildReason.Failed, "renewed");
        }

        _renewed = renewed;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, renewed);
        try
        {
            return await OneAsync(batch, end.Token);
        }
        catch (OperationCanceledException) when (renewed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new CommitResult([], batch.Watermarks, []);
        }
    }

    private async Task<CommitResult> OneAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        CommitResult again = new([], batch.Watermarks, []);
        TransactionOutcome outcome = await RunAsync(batch, alone: false, cancellationToken);
        for (int trial = 0; outcome.Untimely.Count > 0 && trial < Trials; trial++)
        {
            await TryAloneAsync(outcome.Untimely, cancellationToken);
            outcome = await RunAsync(batch, alone: false, cancellationToken);
        }

        if (outcome.RefusedByBroker && batch.Records.Count > 1)
        {
            // Brokers judge sets of records: what was refused among others is tried alone before it is given up, the largest of all first.
            TransactionOutcome largest = outcome.Refused is null ? await RunAsync(new CommitBatch([batch.Records.MaxBy(static one => one.Size)!], []), alone: true, cancellationToken) : outcome;
            outcome = largest.Rejected.Count > 0 ? largest : await RunAsync(batch, alone: true, cancellationToken);
            if (outcome.End == TransactionEnd.Committed)
            {
                _logger.SetRefused(batch.Records.Count);
            }
        }

        switch (outcome.End)
        {
            case TransactionEnd.Committed:
                return new CommitResult(batch.Watermarks, [], []);
            case TransactionEnd.Aborted or TransactionEnd.Lost when outcome.Refused is { } refused:
                return new CommitResult([], [], [Unwritable(refused, ErrorCode.TopicAuthorizationFailed)]);
            case TransactionEnd.Aborted or TransactionEnd.Lost when outcome.Rejected.Count > 0:
                return new CommitResult([], [], outcome.Rejected);
            case TransactionEnd.Unclear:
                return await LookAsync(batch, cancellationToken) ? new CommitResult(batch.Watermarks, [], []) : again;
            case TransactionEnd.Aborted when TimesOut.Contains(outcome.Reason) && Letters(batch) is [_, ..] letters && await IsMissingAsync(_topics.DeadLetterTopic):
                return new CommitResult([], [], [.. letters.Select(one => Unwritable(one, ErrorCode.UnknownTopicOrPart))]);
            case TransactionEnd.Lost:
                // At once, and not with the next batch: what is open holds up whoever waits for its offsets, and that may be this daemon.
                await _producer.ReadyAsync(cancellationToken);
                return again;
            case TransactionEnd.Aborted when outcome.Reason is not null:
                await Task.Delay(TroublePause, _time, cancellationToken);
                return again;
            default:
                return again;
        }
    }

    private static SinkRecord[] Letters(CommitBatch batch) => [.. batch.Records.Where(static one => one.Topic == SinkTopic.DeadLetter)];

    // Nothing stands in for a dead letter: its partition halts in front of it, and the others go on. Without the output topic nothing goes on.
    private RejectedRecord Unwritable(SinkRecord record, ErrorCode code)
    {
        string topic = KafkaRecords.Topic(record, _topics);
        string reason = UnwritableTopic.Reason(code, topic)!;
        return record.Topic == SinkTopic.DeadLetter ? new RejectedRecord(record, reason) : throw new StreamFailureException($"Writing to '{topic}' failed: {reason}");
    }

    // A topic that was deleted looks to the client like brokers that are away for a while.
    private Task<bool> IsMissingAsync(string topic) => Task.Run(() => _clients.Ask(topic, _timeout).Code == ErrorCode.UnknownTopicOrPart);

    // Brokers refuse a set of records for the timestamp of one: which it was, a transaction shows that is aborted.
    private async Task TryAloneAsync(IReadOnlyList<SinkRecord> untimely, CancellationToken cancellationToken)
    {
        TransactionOutcome trial = await RunAsync(new CommitBatch(_times.NearestFirst(untimely), []), alone: true, cancellationToken);
        foreach (SinkRecord refused in trial.Untimely)
        {
            _times.Refused(refused);
            _logger.TimestampRefused(_partitions.Of(refused).Topic, refused.Timestamp);
        }
    }

    private async Task<TransactionOutcome> RunAsync(CommitBatch batch, bool alone, CancellationToken cancellationToken)
    {
        _supervision.Publishing = "making a producer of transactions";
        IProducer<byte[]?, byte[]?> client = await _producer.ReadyAsync(cancellationToken);
        _supervision.Publishing = $"a transaction of {batch.Records.Count} records";
        await _partitions.LearnAsync(batch.Records, cancellationToken);
        IConsumerGroupMetadata? membership = _member.Membership();
        if (membership is null || !batch.Watermarks.All(_assignment.IsHeld))
        {
            return new TransactionOutcome(TransactionEnd.Aborted, membership is null ? "no_member" : null);
        }

        MarkedOffset[] offsets = [.. batch.Watermarks.Select(KafkaRecords.Offset)];
        TransactionOutcome outcome = await WatchedAsync(client, transaction => transaction.Run(batch.Records, offsets, membership, alone, cancellationToken), cancellationToken);
        _observer.Ended(outcome.End);
        if (outcome.End is TransactionEnd.Lost or TransactionEnd.Unclear)
        {
            _producer.Rebuild(outcome.Rebuild, outcome.Reason ?? string.Empty);
        }
        else if (outcome is { RefusedByBroker: true, Refused: null } or { Untimely.Count: > 0 })
        {
            // What was refused has left a gap in the client's sequence numbers, which its next transaction would fail by.
            _producer.Rebuild(RebuildReason.Failed, "refused");
        }

        return outcome;
    }

    private async Task<TransactionOutcome> WatchedAsync(
        IProducer<byte[]?, byte[]?> client, Func<Transaction, TransactionOutcome> run, CancellationToken cancellationToken)
    {
        Transaction transaction = new(_clients, client, _partitions, _times, _timeout, _time, _logger);
        try
        {
            // What it takes together is bounded by the client; the watchdog is for calls that are bounded in theory.
            return await Task.Run(() => run(transaction), CancellationToken.None)
                .WaitAsync(WatchdogAfter * _timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            _producer.Abandon();
            return new TransactionOutcome(TransactionEnd.Unclear, "hung") { Rebuild = RebuildReason.Hung };
        }
        catch (OperationCanceledException)
        {
            _producer.Abandon();
            throw;
        }
        catch (KafkaException exception)
        {
            string hint = exception.Error.Code == ErrorCode.OffsetMetadataTooLarge
                ? " What is finished past a committed offset stands beside it: lower Egress:FinishedLength, or raise offset.metadata.max.bytes of the brokers."
                : string.Empty;
            throw new StreamFailureException($"A transaction is not possible: {exception.Error.Code}: {exception.Error.Reason}.{hint}", exception);
        }
    }

    // The new client's start has ended what the old one left, one way or the other; the committed offsets say which. All of them: a partition in front of
    // whose next record everything stops has nothing new in the batch, and its offset says nothing.
    private async Task<bool> LookAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        _supervision.Publishing = "finding out whether a transaction is committed";
        await _producer.ReadyAsync(cancellationToken);
        CommitWatermark[] held = [.. batch.Watermarks.Where(_assignment.IsHeld)];
        bool isCommitted = held.Length > 0;
        foreach (CommitWatermark mark in held)
        {
            isCommitted = isCommitted && IsThere(mark, await CommittedAsync(mark.Partition, cancellationToken));
        }

        _logger.UnclearSettled(isCommitted ? "committed" : "not committed");
        return isCommitted;
    }

    // Where results leave in another order than their partition's, an offset that has not moved says nothing: what stands beside it has to be ours as well.
    private static bool IsThere(CommitWatermark mark, MarkedOffset committed) => mark.Finished is null
        ? committed.Offset >= mark.NextOffset
        : KafkaRecords.Offset(mark) is var ours && committed.Offset == ours.Offset && (committed.Metadata ?? string.Empty) == (ours.Metadata ?? string.Empty);

    private async Task<MarkedOffset> CommittedAsync(SourcePartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await Task.Run(() => _member.Committed(partition, _timeout), CancellationToken.None).WaitAsync(cancellationToken);
            }
            catch (KafkaException exception)
            {
                _logger.TransactionTrouble(exception.Error.Code, exception.Error.Reason);
                await Task.Delay(TroublePause, _time, cancellationToken);
            }
        }
    }
}
