using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// IRecordSource over the client's consumer: what it says and does, in our words; what is known of a partition lies in its object. The poll thread owns
/// it and all its handlers; what the publisher needs (<see cref="Commit"/>, <see cref="Membership"/>, <see cref="Committed"/>) comes from another thread, which
/// the client allows.
/// </summary>
internal sealed class KafkaRecordSource(
    IKafkaClients clients,
    KafkaTopicCheck topics,
    Assignment assignment,
    IOptions<KafkaOptions> options,
    TimeProvider time,
    ILogger<KafkaRecordSource> logger) : IRecordSource, IGroupMember
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Spent = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _options = options.Value;
    private readonly ConsumerSteering _steering = new(assignment, logger);
    private WatermarkQueries _watermarks = new(logger);
    private readonly NameWait _name = new(time);
    private IConsumer<byte[]?, byte[]?>? _consumer;
    private IAssignmentListener? _listener;
    private Error? _fatal;
    private string? _files;
    private CancellationToken _stop;

    private IConsumer<byte[]?, byte[]?> Consumer => _consumer ?? throw new InvalidOperationException("The source is not open.");

    /// <inheritdoc/>
    public void Open(IAssignmentListener listener, CancellationToken stop)
    {
        (_listener, _stop) = (listener, stop);
        while (topics.Look(AskTimeout) is { } trouble)
        {
            logger.BrokersNotReached(_options.BootstrapServers, trouble);
            stop.WaitHandle.WaitOne(AskAgain);
            stop.ThrowIfCancellationRequested();
        }

        Join(listener);
    }

    /// <inheritdoc/>
    public SourceRecord? Poll(TimeSpan timeout)
    {
        if (_fatal is { } fatal)
        {
            throw ConsumerFailure.Of(fatal, _options);
        }

        if (_consumer is null && !JoinsAgain(timeout))
        {
            return null;
        }

        RenewWhereFilesChanged();
        _steering.CatchUpRewinds();
        ConsumeResult<byte[]?, byte[]?>? result = Consume(timeout);
        _steering.CatchUpPauses();
        return result?.Message is null ? null : Take(result);
    }

    /// <inheritdoc/>
    public void Pause() => _steering.Pause();

    /// <inheritdoc/>
    public void Resume() => _steering.Resume();

    /// <inheritdoc/>
    public void Pause(SourcePartition partition)
    {
        if (assignment.Find(partition) is { } held)
        {
            _steering.Pause(held);
        }
    }

    /// <inheritdoc/>
    public void Resume(SourcePartition partition)
    {
        if (assignment.Find(partition) is { } held)
        {
            _steering.Resume(held);
        }
    }

    /// <inheritdoc/>
    public void Rewind(SourcePartition partition, long offset)
    {
        if (assignment.Find(partition) is { } held)
        {
            // First the epoch: what was read before is void even where the client has to be told twice.
            AssignedPartition renewed = Renew(held);
            renewed.Rewind(offset);
            _steering.GoBack(renewed);
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
    public CommitResult Commit(IReadOnlyList<CommitWatermark> watermarks) =>
        assignment.CommitHeld(watermarks, held => OffsetCommitter.Commit(Consumer, held, logger));

    /// <inheritdoc/>
    public IConsumerGroupMetadata? Membership()
    {
        try
        {
            // First the membership, then whether it is one: who has no member id at the second moment may have had none at the first.
            IConsumerGroupMetadata? membership = _consumer?.ConsumerGroupMetadata;
            return string.IsNullOrEmpty(_consumer?.MemberId) ? null : membership;
        }
        catch (Exception closed) when (closed is KafkaException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public long Committed(SourcePartition partition, TimeSpan timeout) =>
        Consumer.Committed([KafkaRecords.Partition(partition)], timeout)[0].Offset.Value;

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

        // Where the client could not say so: nothing is ours any more.
        assignment.Drop([.. assignment.Held.Select(static one => one.Partition)]);
        if (_watermarks.Finish())
        {
            _consumer?.Dispose();
        }
    }

    private void Join(IAssignmentListener listener)
    {
        _files = clients.Files;
        _watermarks = new WatermarkQueries(logger);
        _consumer = clients.Consumer(error => _fatal = error)
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => listener.Revoked(KafkaRecords.Partitions(partitions)))
            .SetPartitionsLostHandler((_, partitions) => listener.Lost(KafkaRecords.Partitions(partitions)))
            .Build();
        _steering.Attach(SteeringCalls.Of(_consumer));
        _consumer.Subscribe(_options.InputTopic);
        logger.GroupJoining(_options.GroupId, _options.InputTopic, _options.BootstrapServers);
    }

    // A client that was turned away is of no use any more, so it goes, and another one asks after a while.
    private void WaitForName(Error error, KafkaException exception)
    {
        if (!_name.Refused())
        {
            throw ConsumerFailure.Of(error, _options, exception);
        }

        logger.NameTaken(_options.InstanceId, _options.GroupId);
        Leave();
    }

    // Leaving is as good as a revocation: what is finished is committed by the client that goes.
    private void RenewWhereFilesChanged()
    {
        if (clients.Files is var files && files != _files)
        {
            _files = files;
            if (ClientRenewal.TryMake(clients.Consumer(static _ => { }).Build, logger) is { } works)
            {
                works.Dispose();
                Leave();
                Join(_listener!);
            }
        }
    }

    private void Leave()
    {
        IConsumer<byte[]?, byte[]?> spent = Consumer;
        spent.Close();
        _steering.Detach();
        _consumer = null;
        _watermarks.Finish();

        // Another thread may be in a call of it just now; none takes that long.
        _ = Task.Delay(Spent, time).ContinueWith(_ => spent.Dispose(), TaskScheduler.Default);
    }

    private bool JoinsAgain(TimeSpan timeout)
    {
        if (_listener is not { } listener || !_name.IsOver)
        {
            _stop.WaitHandle.WaitOne(timeout);
            return false;
        }

        Join(listener);
        return true;
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
            if (error.Code == ErrorCode.UnreleasedInstanceId)
            {
                WaitForName(error, exception);
                return null;
            }

            if (KafkaErrorPolicy.React(KafkaCall.Consume, error.Code, error.IsFatal) == KafkaReaction.Stop)
            {
                throw ConsumerFailure.Of(error, _options, exception);
            }

            logger.ConsumeTrouble(error.Code, error.Reason);
            return null;
        }
    }

    private SourceRecord? Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        SourcePartition partition = KafkaRecords.Partition(result.TopicPartition);
        if (assignment.Find(partition) is not { RewindTo: null } held)
        {
            return null;
        }

        if (held.NextRead is { } next && result.Offset.Value < next)
        {
            logger.WentBack(partition, next, result.Offset.Value);
            if (!_listener!.Settle())
            {
                throw new StreamFailureException($"The log of {partition} was cut while a commit did not end: where to go on is known at the next start only.");
            }

            if (PositionReset.GoBackTo(assignment.UncommittedFrom(held), Low(result.TopicPartition), result.Offset.Value) is { } from)
            {
                logger.GoesBack(partition, from);
                Rewind(partition, from);
                return null;
            }

            held = Renew(held);
        }

        held.Read(result.Offset.Value);
        return KafkaRecords.Source(result, held.Epoch);
    }

    // The same partition under a new epoch; the client, which knows no epochs, is told what is no longer wanted.
    private AssignedPartition Renew(AssignedPartition held)
    {
        _listener!.Assigned([held.Partition]);
        _steering.Renewed(held);
        return assignment.Find(held.Partition)!;
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
        List<AssignedPartition> unseen = [];
        _watermarks.TakeAnswers();
        foreach (AssignedPartition held in assignment.Held)
        {
            // What the client has seen with its fetches; no round trip. Where it does not fetch, what was answered in the background.
            TopicPartition ours = KafkaRecords.Partition(held.Partition);
            WatermarkOffsets marks = consumer.GetWatermarkOffsets(ours);
            long? seen = marks.High.IsSpecial ? null : marks.High.Value;
            bool isFetched = !_steering.IsPaused(held);
            if (seen is null || !isFetched)
            {
                unseen.Add(held);
            }

            // The client's position also passes what is no record: the markers of transactions.
            Offset position = consumer.Position(ours);
            if (held.End(seen, isFetched) is { } end && held.NextRead is { } read)
            {
                ends.Add(new PartitionEnd(held.Partition, end, Math.Max(Math.Max(read, marks.Low.Value), position.IsSpecial ? read : position.Value)));
            }
        }

        _watermarks.Ask(partition => consumer.QueryWatermarkOffsets(KafkaRecords.Partition(partition), WatermarkQueries.Timeout).High.Value, unseen);
        return ends;
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        _name.Given();
        _steering.Assigned();
        _listener!.Assigned([.. partitions.Select(KafkaRecords.Partition)]);
    }

    // A partition that nothing was read from since it was assigned: its lag counts from the committed offset, asked once.
    private void AskCommitted(IConsumer<byte[]?, byte[]?> consumer)
    {
        TopicPartition[] unknown = [.. assignment.Held.Where(static one => one.NextRead is null).Select(static one => KafkaRecords.Partition(one.Partition))];
        if (unknown.Length == 0)
        {
            return;
        }

        foreach (TopicPartitionOffset committed in consumer.Committed(unknown, TimeSpan.FromSeconds(1)))
        {
            long high = consumer.GetWatermarkOffsets(committed.TopicPartition).High.Value;
            long none = _options.OffsetReset == OffsetReset.Latest ? Math.Max(0, high) : 0;
            assignment.Find(KafkaRecords.Partition(committed.TopicPartition))?.Expect(committed.Offset.IsSpecial ? none : committed.Offset.Value);
        }
    }
}
