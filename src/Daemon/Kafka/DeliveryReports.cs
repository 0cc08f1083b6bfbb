using Confluent.Kafka;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

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
    public void Add(SinkRecord record, string topic, Error error)
    {
        lock (_lock)
        {
            if (error.Code != ErrorCode.NoError)
            {
                Note(record, topic, error);
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

    private void Note(SinkRecord record, string topic, Error error)
    {
        if (KafkaErrorPolicy.React(KafkaCall.Produce, error.Code, error.IsFatal) == KafkaReaction.Reject)
        {
            _rejected.Add(new RejectedRecord(record, $"{record.Size} bytes are too large for the topic '{topic}' ({error.Reason})"));
        }
        else
        {
            _failure ??= $"Writing to '{topic}' failed: {error.Code}: {error.Reason}";
        }
    }
}
