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
    private readonly WatermarkQueries _watermarks = new(logger);
    private IConsumer<byte[]?, byte[]?>? _consumer;
    private IAssignmentListener? _listener;
    private ConsumerSteering? _steering;
    private Error? _fatal;

    private ConsumerSteering Steering => _steering ??= new ConsumerSteering(_assignment, logger);

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
        Steering.Attach(SteeringCalls.Of(_consumer));
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

        Steering.CatchUpRewinds();
        ConsumeResult<byte[]?, byte[]?>? result = Consume(timeout);
        Steering.CatchUpPauses();
        return result?.Message is null ? null : Take(result);
    }

    /// <inheritdoc/>
    public void Pause() => Steering.Pause();

    /// <inheritdoc/>
    public void Resume() => Steering.Resume();

    /// <inheritdoc/>
    public void Pause(SourcePartition partition) => Steering.Pause(partition);

    /// <inheritdoc/>
    public void Resume(SourcePartition partition) => Steering.Resume(partition);

    /// <inheritdoc/>
    public void Rewind(SourcePartition partition, long offset)
    {
        if (_assignment.Find(partition) is not null)
        {
            // First the epoch: what was read before is void even where the client has to be told twice.
            _listener!.Assigned([_assignment.Assign(partition, offset)]);
            Steering.Rewind(partition, offset);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PartitionEnd> Ends()
    {
        if (_consumer is null)
        {
            return [];
        }

        try
        {
            AskCommitted(_consumer);
            return Ends(_consumer);
        }
        catch (KafkaException exception)
        {
            logger.LagUnknown(exception.Error.Code, exception.Error.Reason);
            return [];
        }
    }

    /// <summary>Commits watermarks. From any thread, one call at a time.</summary>
    /// <exception cref="StreamFailureException">Committing cannot go on.</exception>
    public CommitResult Commit(IReadOnlyList<CommitWatermark> watermarks)
    {
        lock (_assignment.Gate)
        {
            CommitWatermark[] current = [.. watermarks.Where(_assignment.Holds)];
            CommitResult result = current.Length == 0 ? new CommitResult([], [], []) : OffsetCommitter.Commit(Consumer, current, logger);
            foreach (CommitWatermark done in result.Committed)
            {
                _assignment.Find(done.Partition)!.Committed(done.NextOffset);
            }

            return result;
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
        if (_watermarks.Finish())
        {
            _consumer?.Dispose();
        }
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
        if (_assignment.Find(partition) is not { } held || Steering.IsRewinding(partition))
        {
            return null;
        }

        if (held.NextRead is { } next && result.Offset.Value < next)
        {
            logger.WentBack(partition, next, result.Offset.Value);
            if (PositionReset.GoBackTo(held.UncommittedFrom, Low(result.TopicPartition), result.Offset.Value) is { } from)
            {
                logger.GoesBack(partition, from);
                Rewind(partition, from);
                return null;
            }

            _listener!.Assigned([_assignment.Assign(partition, null)]);
            held = _assignment.Find(partition)!;
        }

        held.Read(result.Offset.Value);
        return KafkaRecords.Source(result, held.Epoch);
    }

    // Asked, because what the client knows may be older than what has just happened to the log.
    private long Low(TopicPartition partition)
    {
        try
        {
            return Consumer.QueryWatermarkOffsets(partition, AskTimeout).Low.Value;
        }
        catch (KafkaException)
        {
            return KnownLow(partition);
        }
    }

    private long KnownLow(TopicPartition partition)
    {
        try
        {
            return Consumer.GetWatermarkOffsets(partition).Low.Value;
        }
        catch (KafkaException)
        {
            return Offset.Unset.Value;
        }
    }

    private List<PartitionEnd> Ends(IConsumer<byte[]?, byte[]?> consumer)
    {
        List<PartitionEnd> ends = [];
        List<PartitionAssignment> unseen = [];
        foreach (SourcePartition partition in _assignment.Held)
        {
            HeldPartition held = _assignment.Find(partition)!;
            // What the client has seen with its fetches; no round trip. Where it does not fetch, what was answered in the background.
            TopicPartition ours = KafkaRecords.Partition(partition);
            WatermarkOffsets marks = consumer.GetWatermarkOffsets(ours);
            long? high = marks.High.IsSpecial ? null : marks.High.Value;
            if (high is null || Steering.IsPaused(partition))
            {
                // What the client remembers of a partition that nothing was read from may be of an earlier assignment.
                PartitionAssignment assignment = new(partition, held.Epoch);
                unseen.Add(assignment);
                long? seen = held.UncommittedFrom is null ? null : high;
                high = _watermarks.End(assignment) is { } asked && asked > (seen ?? -1) ? asked : seen;
            }

            // The client's position also passes what is no record: the markers of transactions.
            Offset position = consumer.Position(ours);
            if (high is { } end && held.NextRead is { } read)
            {
                ends.Add(new PartitionEnd(partition, end, Math.Max(Math.Max(read, marks.Low.Value), position.IsSpecial ? read : position.Value)));
            }
        }

        _watermarks.Ask(partition => consumer.QueryWatermarkOffsets(KafkaRecords.Partition(partition), WatermarkQueries.Timeout).High.Value, unseen);
        return ends;
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        Steering.Assigned();
        _listener!.Assigned([.. partitions.Select(one => _assignment.Assign(KafkaRecords.Partition(one), null))]);
    }

    private void OnTaken(List<TopicPartitionOffset> partitions, Action<IReadOnlyList<SourcePartition>> tell)
    {
        SourcePartition[] taken = [.. partitions.Select(static one => KafkaRecords.Partition(one.TopicPartition))];
        _assignment.Remove(taken);
        Steering.Taken(taken);
        _watermarks.Forget(taken);
        tell(taken);
    }

    // A partition that nothing was read from since it was assigned: its lag counts from the committed offset, asked once.
    private void AskCommitted(IConsumer<byte[]?, byte[]?> consumer)
    {
        TopicPartition[] unknown = [.. _assignment.Held.Where(one => _assignment.Find(one)!.NextRead is null).Select(KafkaRecords.Partition)];
        if (unknown.Length == 0)
        {
            return;
        }

        foreach (TopicPartitionOffset committed in consumer.Committed(unknown, TimeSpan.FromSeconds(1)))
        {
            long high = consumer.GetWatermarkOffsets(committed.TopicPartition).High.Value;
            long none = _options.OffsetReset == OffsetReset.Latest ? Math.Max(0, high) : 0;
            _assignment.Find(KafkaRecords.Partition(committed.TopicPartition))?.Expect(committed.Offset.IsSpecial ? none : committed.Offset.Value);
        }
    }
}
