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
internal sealed partial class KafkaRecordSource(
    IKafkaClients clients,
    KafkaTopicCheck topics,
    Assignment assignment,
    IOptions<KafkaOptions> options,
    TimeProvider time,
    ILogger<KafkaRecordSource> logger) : IRecordSource, IGroupMember, IDisposable
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Spent = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _options = options.Value;
    private readonly GroupMember _member = new(assignment, options.Value, time, logger);
    private readonly ConsumerSteering _steering = new(assignment, logger);
    private readonly EntryWait _entry = new(time);
    private readonly SelfFencing _selfFencing = new(options.Value.SessionTimeout, time);
    private readonly FinishedBefore _finishedBefore = new(assignment, logger);
    private BeginCheck? _begins;
    private PartitionEnds? _ends;
    private IAssignmentListener? _listener;
    private volatile Error? _fatal;
    private string? _files;
    private CancellationToken _stop;

    private BeginCheck Begins => _begins ??= new BeginCheck(partition => Committed(partition, PartitionQuestions.Timeout).Offset, _options.OffsetReset, logger);

    private IConsumer<byte[]?, byte[]?> Consumer => _member.Consumer ?? throw new InvalidOperationException("The source is not open.");

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
    public void Renew()
    {
        if (_member.Consumer is not { } spent)
        {
            // It waits to be let in, and is made anew by that.
            return;
        }

        logger.ConsumerRenewed();
        _ends!.Finish();
        _listener!.Lost([.. assignment.Held.Select(static one => one.Partition)]);
        _fatal = null;
        Join(_listener);
        _member.Renew();

        // It may be the one that hangs. Its handle stays: another thread may be inside.
        _ = Task.Run(() => Close(spent));
    }

    /// <inheritdoc/>
    public SourceRecord? Poll(TimeSpan timeout)
    {
        if (_fatal is { } fatal)
        {
            if (!_selfFencing.Explains(fatal.Code))
            {
                throw ConsumerFailure.Of(fatal, _options);
            }

            logger.FencedByOurselves(_options.InstanceId, _options.GroupId);
            Renew();
        }

        if (_member.Consumer is null && !JoinsAgain(timeout))
        {
            return null;
        }

        RenewWhereFilesChanged();
        if (_member.IsDoubted)
        {
            _member.Settle(StartOver);
        }

        _steering.CatchUpRewinds();
        ConsumeResult<byte[]?, byte[]?>? result = Consume(timeout);
        _member.Polled();
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
        try
        {
            return _ends?.Look() ?? [];
        }
        catch (KafkaException exception)
        {
            logger.EndsUnknown(exception.Error.Code, exception.Error.Reason);
            return [];
        }
    }

    /// <inheritdoc/>
    public SourceState State => _ends?.State ?? default;

    /// <inheritdoc cref="GroupMember.Commit"/>
    public CommitResult Commit(IReadOnlyList<CommitWatermark> watermarks) => _member.Commit(watermarks);

    /// <inheritdoc/>
    public CancellationToken Renewed => _member.Renewed;

    /// <inheritdoc/>
    public IConsumerGroupMetadata? Membership() => _member.Membership();

    /// <inheritdoc/>
    public MarkedOffset Committed(SourcePartition partition, TimeSpan timeout) => _member.Committed(partition, timeout);

    /// <inheritdoc/>
    public void Close()
    {
        if (_member.Consumer is { } ours)
        {
            Close(ours);
        }

        // Where the client could not say so: nothing is ours any more.
        assignment.Drop([.. assignment.Held.Select(static one => one.Partition)]);
        if (_ends?.Finish() == true)
        {
            _member.Consumer?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _member.Dispose();

    private ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan timeout)
    {
        try
        {
            return Consumer.Consume(timeout);
        }
        catch (KafkaException exception)
        {
            Error error = exception.Error;
            if (EntryWait.IsMeant(error.Code))
            {
                WaitForEntry(error, exception);
                return null;
            }

            if (error.Code == ErrorCode.FencedInstanceId)
            {
                // The next call says what comes of it.
                _fatal = error;
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

        if (Begins.GoTo(partition, result.Offset.Value) is { } start)
        {
            Rewind(partition, start);
            return null;
        }

        if (held.NextRead is { } next && result.Offset.Value < next)
        {
            logger.WentBack(partition, next, result.Offset.Value);
            if (!_listener!.Settle())
            {
                throw new StreamFailureException($"The log of {partition} was cut while a commit did not end: where to go on is known at the next start only.");
            }

            if (PositionReset.GoBackTo(assignment.UncommittedFrom(held), LogStart.Of(Consumer, result.TopicPartition, AskTimeout), result.Offset.Value) is { } from)
            {
                // Where the log was cut, others may stand now where finished ones stood.
                logger.GoesBack(partition, from);
                Rewind(partition, from);
                assignment.Learn(assignment.Find(partition)!, FinishedOffsets.None);
                return null;
            }

            held = Renew(held);
            assignment.Learn(held, FinishedOffsets.None);
        }

        if (!_finishedBefore.IsKnown(held, Consumer))
        {
            // It comes again, and is asked about again.
            held.Rewind(result.Offset.Value);
            return null;
        }

        if (FinishedBefore.Has(held, result))
        {
            assignment.Skip(held, result.Offset.Value);
            return null;
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
}
