using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>
/// One transaction, from its begin to its end: finished results and the offsets behind them, never a document that is still being decoded. Its calls block,
/// together bounded by the transaction's time-out, after which the broker has ended it; a thread of its own runs it.
/// </summary>
/// <param name="clients">Adds the offsets.</param>
/// <param name="producer">Writes it. Initialised, and between transactions.</param>
/// <param name="partitions">Where results and dead letters go.</param>
/// <param name="times">Which timestamps they have.</param>
/// <param name="timeout">How long it may take.</param>
/// <param name="time">Measures it.</param>
/// <param name="logger">Where trouble is logged.</param>
internal sealed class Transaction(
    IKafkaClients clients,
    IProducer<byte[]?, byte[]?> producer,
    OutputPartitions partitions,
    RecordTimes times,
    TimeSpan timeout,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestCall = TimeSpan.FromMilliseconds(10);

    private readonly long _begun = time.GetTimestamp();

    private bool _committing;

    /// <summary>Runs it to its end.</summary>
    /// <param name="records">In the order in which they are to be written.</param>
    /// <param name="offsets">What is committed with them; where there are none it is a trial, and aborted whatever comes of it.</param>
    /// <param name="member">Ours in the group, read before it was seen that the partitions are ours: a later one could vouch for partitions that went.</param>
    /// <param name="alone">Whether each record is sent by itself, because brokers refused one among others.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="KafkaException">People have to put something right.</exception>
    public TransactionOutcome Run(
        IReadOnlyList<SinkRecord> records,
        IReadOnlyList<MarkedOffset> offsets,
        IConsumerGroupMetadata member,
        bool alone,
        CancellationToken cancellationToken)
    {
        try
        {
            producer.BeginTransaction();
            DeliveryReports reports = Write(records, alone, cancellationToken);
            if (offsets.Count > 0 && reports.Untimely.Count == 0 && reports.Failure is not null && Why(offsets, member) is ErrorCode.TopicAuthorizationFailed)
            {
                return Abort(nameof(ErrorCode.TopicAuthorizationFailed)) with { RefusedByBroker = true, Refused = reports.FailureOf };
            }

            if (offsets.Count == 0 || !reports.AreAllWritten)
            {
                return Abort(reports);
            }

            clients.SendOffsets(producer, offsets, member, Left());
            _committing = true;
            producer.CommitTransaction(Left());
            return new TransactionOutcome(TransactionEnd.Committed, null);
        }
        catch (OperationCanceledException)
        {
            return Abort("stopped");
        }
        catch (KafkaException exception) when (TransactionErrors.Of(exception) is not TransactionTrouble.Stop and var trouble)
        {
            return End(exception.Error, trouble);
        }
    }

    // Of records the client says only that they were purged; why the transaction is lost it says to the next call for it.
    private ErrorCode? Why(IReadOnlyList<MarkedOffset> offsets, IConsumerGroupMetadata member)
    {
        try
        {
            clients.SendOffsets(producer, offsets, member, Left());
            return null;
        }
        catch (KafkaException exception)
        {
            return exception.Error.Code;
        }
    }

    private TimeSpan Left() => timeout - time.GetElapsedTime(_begun) is var left && left > ShortestCall ? left : ShortestCall;

    private TransactionOutcome End(Error error, TransactionTrouble trouble)
    {
        logger.TransactionTrouble(error.Code, error.Reason);
        return trouble == TransactionTrouble.Abort && !_committing ? Abort(error.Code.ToString()) : Discarded(error, trouble);
    }

    // Once a commit was asked for, an abort proves nothing, not even one that goes well: the client can have given up a commit that the broker has, and it
    // then "aborts" by having its epoch raised. The committed offsets say what is so.
    private TransactionOutcome Discarded(Error error, TransactionTrouble trouble) =>
        new(_committing ? TransactionEnd.Unclear : TransactionEnd.Lost, error.Code.ToString()) { Rebuild = Reason(error, trouble) };

    private TransactionOutcome Abort(DeliveryReports reports)
    {
        // What is untimely is settled first: others may have failed because of it.
        if (reports.Untimely.Count > 0)
        {
            return Abort(nameof(ErrorCode.InvalidTimestamp)) with { Untimely = reports.Untimely };
        }

        if (reports.Failure is not null)
        {
            // Behind a set that is refused the client gives the others up too, for reasons of their own.
            return Abort(reports.FailureCode.ToString()) with { RefusedByBroker = reports.RefusedByBroker };
        }

        string reason = reports.Rejected.Count > 0 ? nameof(ErrorCode.MsgSizeTooLarge) : "trial";
        return Abort(reason) with { Rejected = reports.Rejected, RefusedByBroker = reports.RefusedByBroker };
    }

    private TransactionOutcome Abort(string reason)
    {
        try
        {
            producer.AbortTransaction(Left());
            return new TransactionOutcome(TransactionEnd.Aborted, reason);
        }
        catch (KafkaException exception) when (TransactionErrors.Of(exception) is not TransactionTrouble.Stop and var trouble)
        {
            logger.TransactionTrouble(exception.Error.Code, exception.Error.Reason);
            return Discarded(exception.Error, trouble);
        }
    }

    private static RebuildReason Reason(Error error, TransactionTrouble trouble) =>
        trouble == TransactionTrouble.Fenced ? RebuildReason.Fenced
        : error.Code is ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut ? RebuildReason.TimedOut
        : RebuildReason.Failed;

    // Alone, the first record that is not written ends it: the client takes no more of a transaction that has to be aborted.
    private DeliveryReports Write(IReadOnlyList<SinkRecord> records, bool alone, CancellationToken cancellationToken)
    {
        DeliveryReports reports = new(alone ? Math.Min(1, records.Count) : records.Count);
        for (int number = 0; number < records.Count; number++)
        {
            if (alone && number > 0)
            {
                reports = new DeliveryReports(1);
            }

            Write(records[number], reports, cancellationToken);
            if (alone || number == records.Count - 1)
            {
                reports.All.Wait(cancellationToken);
            }

            if (alone && !reports.AreAllWritten)
            {
                break;
            }
        }

        return reports;
    }

    private void Write(SinkRecord record, DeliveryReports reports, CancellationToken cancellationToken)
    {
        TopicPartition target = partitions.Of(record);
        Message<byte[]?, byte[]?> message = times.Message(record);
        bool hasOwnTime = message.Timestamp.Type == TimestampType.CreateTime;
        while (true)
        {
            try
            {
                producer.Produce(target, message, done => reports.Add(record, target.Topic, done.Error, hasOwnTime));
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                cancellationToken.WaitHandle.WaitOne(QueueFullWait);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
                when (KafkaErrorPolicy.React(KafkaCall.Produce, exception.Error.Code, exception.Error.IsFatal) == KafkaReaction.Reject)
            {
                reports.Add(record, target.Topic, exception.Error, hasOwnTime, isOurs: true);
                return;
            }
        }
    }
}
