using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>
/// IRecordSource over the client's consumer. The poll thread owns it and all its handlers; only <see cref="Commit"/> comes from another thread, which the
/// client allows.
/// </summary>
internal sealed class KafkaRecordSource(
    KafkaClientFactory clients,
    KafkaTopicCheck topics,
    IOptions<KafkaOptions> options,
    ILogger<KafkaRecordSource> logger) : IRecordSource
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _options = options.Value;
    private readonly AssignmentTable _assignment = new();
    private IConsumer<byte[]?, byte[]?>? _consumer;
    private IAssignmentListener? _listener;
    private Error? _fatal;
    private bool _paused;
    private bool _assigned;

    private IConsumer<byte[]?, byte[]?> Consumer => _consumer ?? throw new InvalidOperationException("The source is not open.");

    /// <inheritdoc/>
    public void Open(IAssignmentListener listener, CancellationToken stop)
    {
        _listener = listener;
        while (topics.Look(AskTimeout) is { } trouble)
        {
            logger.BrokersNotReached(_options.BootstrapServers, trouble);
            stop.WaitHandle.WaitOne(AskAgain);
            stop.ThrowIfCancellationRequested();
        }

        _consumer = clients.Consumer(error => _fatal = error)
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => OnTaken(partitions, listener.Revoked))
            .SetPartitionsLostHandler((_, partitions) => OnTaken(partitions, listener.Lost))
            .Build();
        _consumer.Subscribe(_options.InputTopic);
        logger.GroupJoining(_options.GroupId, _options.InputTopic, _options.BootstrapServers);
    }

    /// <inheritdoc/>
    public SourceRecord? Poll(TimeSpan timeout)
    {
        if (_fatal is { } fatal)
        {
            throw new StreamFailureException($"The consumer cannot go on: {fatal.Code}: {fatal.Reason}");
        }

        ConsumeResult<byte[]?, byte[]?>? result = Consume(timeout);
        if (_assigned)
        {
            _assigned = false;
            if (_paused)
            {
                Consumer.Pause(Consumer.Assignment);
            }
        }

        return result?.Message is null ? null : Take(result);
    }

    /// <inheritdoc/>
    public void Pause()
    {
        _paused = true;
        _consumer?.Pause(_consumer.Assignment);
    }

    /// <inheritdoc/>
    public void Resume()
    {
        _paused = false;
        _consumer?.Resume(_consumer.Assignment);
    }

    /// <inheritdoc/>
    public void Rewind(SourcePartition partition, long offset)
    {
        Consumer.Seek(new TopicPartitionOffset(KafkaRecords.Partition(partition), offset));
        _listener!.Assigned([_assignment.Assign(partition, offset)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PartitionEnd> Ends()
    {
        if (_consumer is null)
        {
            return [];
        }

        AskCommitted(_consumer);
        List<PartitionEnd> ends = [];
        foreach (SourcePartition partition in _assignment.Held)
        {
            // What the client has seen with its fetches; no round trip.
            WatermarkOffsets marks = _consumer.GetWatermarkOffsets(KafkaRecords.Partition(partition));
            if (!marks.High.IsSpecial && _assignment.NextRead(partition) is { } next)
            {
                ends.Add(new PartitionEnd(partition, marks.High.Value, Math.Max(next, marks.Low.Value)));
            }
        }

        return ends;
    }

    /// <summary>Commits watermarks. From any thread, one call at a time.</summary>
    /// <exception cref="StreamFailureException">Committing cannot go on.</exception>
    public CommitResult Commit(IReadOnlyList<CommitWatermark> watermarks)
    {
        lock (_assignment.Gate)
        {
            CommitWatermark[] current = [.. watermarks.Where(_assignment.Holds)];
            return current.Length == 0 ? new CommitResult([], [], []) : OffsetCommitter.Commit(Consumer, current, logger);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        try
        {
            _consumer?.Close();
        }
        catch (KafkaException exception)
        {
            logger.CloseFailed(exception.Error.Code, exception.Error.Reason);
        }

        _assignment.Clear();
        _consumer?.Dispose();
    }

    private ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan timeout)
    {
        try
        {
            return Consumer.Consume(timeout);
        }
        catch (KafkaException exception)
        {
            Error error = exception.Error;
            if (KafkaErrorPolicy.React(KafkaCall.Consume, error.Code, error.IsFatal) == KafkaReaction.Stop)
            {
                throw new StreamFailureException($"Reading from '{_options.InputTopic}' failed: {error.Code}: {error.Reason}", exception);
            }

            logger.ConsumeTrouble(error.Code, error.Reason);
            return null;
        }
    }

    private SourceRecord? Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        SourcePartition partition = KafkaRecords.Partition(result.TopicPartition);
        if (_assignment.Epoch(partition) is not { } epoch)
        {
            return null;
        }

        if (_assignment.NextRead(partition) is { } next && result.Offset.Value < next)
        {
            // The log was cut back behind us and the client starts over: what was read before may not be there any more.
            logger.WentBack(partition, next, result.Offset.Value);
            PartitionAssignment again = _assignment.Assign(partition, null);
            _listener!.Assigned([again]);
            epoch = again.Epoch;
        }

        _assignment.Read(partition, result.Offset.Value + 1);
        return KafkaRecords.Source(result, epoch);
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        _assigned = true;
        _listener!.Assigned([.. partitions.Select(one => _assignment.Assign(KafkaRecords.Partition(one), null))]);
    }

    private void OnTaken(List<TopicPartitionOffset> partitions, Action<IReadOnlyList<SourcePartition>> tell)
    {
        SourcePartition[] taken = [.. partitions.Select(static one => KafkaRecords.Partition(one.TopicPartition))];
        _assignment.Remove(taken);
        tell(taken);
    }

    // A partition that nothing was read from since it was assigned: its lag counts from the committed offset, asked once.
    private void AskCommitted(IConsumer<byte[]?, byte[]?> consumer)
    {
        TopicPartition[] unknown = [.. _assignment.Held.Where(one => _assignment.NextRead(one) is null).Select(KafkaRecords.Partition)];
        if (unknown.Length == 0)
        {
            return;
        }

        try
        {
            foreach (TopicPartitionOffset committed in consumer.Committed(unknown, TimeSpan.FromSeconds(1)))
            {
                long high = consumer.GetWatermarkOffsets(committed.TopicPartition).High.Value;
                long none = _options.OffsetReset == OffsetReset.Latest ? Math.Max(0, high) : 0;
                _assignment.Read(KafkaRecords.Partition(committed.TopicPartition), committed.Offset.IsSpecial ? none : committed.Offset.Value);
            }
        }
        catch (KafkaException exception)
        {
            logger.LagUnknown(exception.Error.Code, exception.Error.Reason);
        }
    }
}
