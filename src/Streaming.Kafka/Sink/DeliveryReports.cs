using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink;

/// <summary>Waits for the reports of all records of a batch. Reports come on the client's thread.</summary>
/// <param name="expected">How many.</param>
internal sealed class DeliveryReports(int expected)
{
    private readonly Lock _lock = new();
    private readonly List<RejectedRecord> _rejected = [];
    private readonly List<SinkRecord> _untimely = [];
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = expected;

    /// <summary>Completes when all reports are in.</summary>
    public Task All => _all.Task;

    /// <summary>The records that will never be taken. Final once all reports are in.</summary>
    public IReadOnlyList<RejectedRecord> Rejected => _rejected;

    /// <summary>The records that were refused for a timestamp, their own or that of another. Final once all reports are in.</summary>
    public IReadOnlyList<SinkRecord> Untimely => _untimely;

    /// <summary>Whether all are written. Final once all reports are in.</summary>
    public bool AreAllWritten => _rejected.Count == 0 && _untimely.Count == 0 && Failure is null;

    /// <summary>Whether a broker refused records, perhaps only because of others they were sent with. Final once all reports are in.</summary>
    public bool RefusedByBroker { get; private set; }

    /// <summary>Why others were not written; null where all were. Final once all reports are in.</summary>
    public string? Failure { get; private set; }

    /// <summary>The first failure's code. Final once all reports are in.</summary>
    public ErrorCode FailureCode { get; private set; }

    /// <summary>The record it was seen with. Final once all reports are in.</summary>
    public SinkRecord? FailureOf { get; private set; }

    /// <summary>Notes a record's report.</summary>
    /// <param name="record">The record.</param>
    /// <param name="topic">The topic it was for.</param>
    /// <param name="error">What became of it.</param>
    /// <param name="hasOwnTime">Whether it was sent with a timestamp of its own.</param>
    /// <param name="isOurs">Whether the client itself refused it and no broker has seen it.</param>
    public void Add(SinkRecord record, string topic, Error error, bool hasOwnTime, bool isOurs = false)
    {
        lock (_lock)
        {
            if (error.Code != ErrorCode.NoError)
            {
                Note(record, topic, error, hasOwnTime, isOurs);
            }

            if (--_missing == 0)
            {
                _all.SetResult();
            }
        }
    }

    /// <summary>Waits until all reports are in.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="StreamFailureException">Writing cannot go on.</exception>
    public async Task<DeliveryReports> AllAsync(CancellationToken cancellationToken)
    {
        await All.WaitAsync(cancellationToken);
        return Failure is null ? this : throw new StreamFailureException(Failure);
    }

    private void Note(SinkRecord record, string topic, Error error, bool hasOwnTime, bool isOurs)
    {
        KafkaReaction reaction = KafkaErrorPolicy.React(KafkaCall.Produce, error.Code, error.IsFatal);
        // Of several records that it refuses together the client says no more than that they are invalid.
        bool mayBeUntimely = hasOwnTime && error.Code is (ErrorCode.InvalidTimestamp or ErrorCode.InvalidRecord);
        if (mayBeUntimely || error.Code == ErrorCode.Local_InvalidDifferentRecord)
        {
            _untimely.Add(record);
        }
        else if (reaction == KafkaReaction.Reject)
        {
            RefusedByBroker |= !isOurs;
            _rejected.Add(new RejectedRecord(record, isOurs
                ? $"{record.Size} bytes for the topic '{topic}' are more than Kafka:MaxMessageBytes lets through: raise it"
                : $"{record.Size} bytes are too large for the topic '{topic}' ({error.Reason}): raise its max.message.bytes"));
        }
        else if (record.Topic == SinkTopic.DeadLetter && UnwritableTopic.Reason(error.Code, topic) is { } unwritable)
        {
            // Nothing stands in for a dead letter: its partition halts in front of it, and the others go on.
            _rejected.Add(new RejectedRecord(record, unwritable));
        }
        else if (Failure is null)
        {
            (FailureCode, FailureOf) = (error.Code, record);
            Failure = $"Writing to '{topic}' failed: {UnwritableTopic.Reason(error.Code, topic) ?? $"{error.Code}: {error.Reason}"}";
        }
    }
}
