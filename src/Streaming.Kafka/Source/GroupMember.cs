using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>What the publisher's thread needs of the consumer, which the poll thread owns and may leave behind for another one.</summary>
/// <param name="assignment">The partitions we hold.</param>
/// <param name="options">How long a member may go without a poll.</param>
/// <param name="time">Measures that.</param>
/// <param name="logger">Where trouble is logged.</param>
internal sealed class GroupMember(Assignment assignment, KafkaOptions options, TimeProvider time, ILogger logger) : IGroupMember, IDisposable
{
    private readonly MemberIdentity _identity = new();
    private volatile IConsumer<byte[]?, byte[]?>? _consumer;
    private long _polled;
    private CancellationTokenSource _renewed = new();

    /// <summary>The consumer; null before there is one and while another one is waited for. Set by the poll thread.</summary>
    public IConsumer<byte[]?, byte[]?>? Consumer
    {
        get => _consumer;
        set
        {
            _consumer = value;
            _identity.Forget();
        }
    }

    /// <summary>Whether somebody was refused because we may be another member than the one that was given our partitions. Any thread.</summary>
    public bool IsDoubted => _identity.IsDoubted;

    /// <inheritdoc/>
    public CancellationToken Renewed => _renewed.Token;

    /// <summary>The consumer was polled.</summary>
    public void Polled() => Interlocked.Exchange(ref _polled, time.GetTimestamp());

    /// <summary>The consumer before was left behind.</summary>
    public void Renew()
    {
        CancellationTokenSource before = _renewed;
        _renewed = new CancellationTokenSource();
        before.Cancel();
    }

    /// <summary>Commits watermarks. From any thread, one call at a time.</summary>
    /// <exception cref="StreamFailureException">Committing cannot go on.</exception>
    public CommitResult Commit(IReadOnlyList<CommitWatermark> watermarks) =>
        assignment.CommitHeld(watermarks, held => _consumer is { } consumer && _identity.Holds(Id(consumer)) ? OffsetCommitter.Commit(consumer, held, logger) : new CommitResult([], held, []));

    /// <summary>Settles as which member our partitions are held, before partitions come or go, and whenever that is doubted. Poll thread only.</summary>
    /// <param name="giveUp">Is called where we were put out of the group since and are another member now: what we held others have had meanwhile.</param>
    public void Settle(Action giveUp) => _identity.Settle(Id(_consumer), giveUp);

    /// <inheritdoc/>
    public IConsumerGroupMetadata? Membership()
    {
        // Who was asleep for so long is no member any more, whatever the client says before it has been asked: what has ended it hears in a poll.
        if (time.GetElapsedTime(Interlocked.Read(ref _polled)) > options.LongestPollGap)
        {
            return null;
        }

        try
        {
            // First the membership, then whether it is one, and still that of our partitions: who has no member id at the second moment may have had none at the first.
            IConsumerGroupMetadata? membership = _consumer?.ConsumerGroupMetadata;
            return _identity.Holds(_consumer?.MemberId) ? membership : null;
        }
        catch (Exception closed) when (closed is KafkaException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public MarkedOffset Committed(SourcePartition partition, TimeSpan timeout)
    {
        TopicPartition asked = KafkaRecords.Partition(partition);
        IConsumer<byte[]?, byte[]?> consumer = _consumer ?? throw new KafkaException(new Error(ErrorCode.Local_State, "The consumer is being made anew."));
        return assignment.Order == ResultOrder.Partition
            ? new MarkedOffset(asked, consumer.Committed([asked], timeout)[0].Offset.Value, null)
            : MarkedOffsets.Committed(consumer.Handle, [asked], timeout)[0];
    }

    /// <inheritdoc/>
    public void Dispose() => _renewed.Dispose();

    private static string? Id(IConsumer<byte[]?, byte[]?>? consumer)
    {
        try
        {
            return consumer?.MemberId;
        }
        catch (Exception closed) when (closed is KafkaException or ObjectDisposedException)
        {
            return null;
        }
    }
}
