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
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = expected;
    private string? _failure;

    /// <summary>Notes a record's report.</summary>
    /// <param name="record">The record.</param>
    /// <param name="topic">The topic it was for.</param>
    /// <param name="error">What became of it.</param>
    /// <param name="isOurs">Whether the client itself refused it and no broker has seen it.</param>
    public void Add(SinkRecord record, string topic, Error error, bool isOurs = false)
    {
        lock (_lock)
        {
            if (error.Code != ErrorCode.NoError)
            {
                Note(record, topic, error, isOurs);
            }

            if (--_missing == 0)
            {
                _all.SetResult();
            }
        }
    }

    /// <summary>The records that will never be taken, once all reports are in.</summary>
    /// <exception cref="StreamFailureException">Writing cannot go on.</exception>
    public async Task<IReadOnlyList<RejectedRecord>> AllAsync(CancellationToken cancellationToken)
    {
        await _all.Task.WaitAsync(cancellationToken);
        return _failure is null ? _rejected : throw new StreamFailureException(_failure);
    }

    private void Note(SinkRecord record, string topic, Error error, bool isOurs)
    {
        if (KafkaErrorPolicy.React(KafkaCall.Produce, error.Code, error.IsFatal) == KafkaReaction.Reject)
        {
            _rejected.Add(new RejectedRecord(record, isOurs
                ? $"{record.Size} bytes for the topic '{topic}' are more than Kafka:MaxMessageBytes lets through: raise it"
                : $"{record.Size} bytes are too large for the topic '{topic}' ({error.Reason}): raise its max.message.bytes"));
        }
        else
        {
            _failure ??= $"Writing to '{topic}' failed: {error.Code}: {error.Reason}";
        }
    }
}
