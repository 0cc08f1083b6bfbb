using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Topics;

/// <summary>Writes records to a topic, in order within a partition. One thread; what becomes of a record is known once <see cref="Flush"/> has returned.</summary>
public sealed class TopicWriter : IDisposable
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(50);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly string _topic;
    private readonly int _partitions;
    private long _written;
    private string? _failure;

    internal TopicWriter(IProducer<byte[]?, byte[]?> producer, string topic, int partitions) => (_producer, _topic, _partitions) = (producer, topic, partitions);

    /// <summary>Records that all in-sync replicas have.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Has a record written.</summary>
    /// <param name="partition">Its partition; where the topic has none of this number, or it is null, the key decides.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="headers">Its headers in order.</param>
    /// <exception cref="StreamFailureException">This one or one before it cannot be written.</exception>
    public void Send(int? partition, byte[]? key, byte[]? value, IReadOnlyList<RecordHeader> headers)
    {
        Message<byte[]?, byte[]?> message = KafkaRecords.Message(key, value, headers);
        TopicPartition target = new(_topic, partition is { } number && number < _partitions ? new Partition(number) : Partition.Any);
        while (true)
        {
            ThrowWhereFailed();
            try
            {
                _producer.Produce(target, message, Note);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
                when (KafkaErrorPolicy.React(KafkaCall.Produce, exception.Error.Code, exception.Error.IsFatal) == KafkaReaction.Again)
            {
                _producer.Flush(QueueFullWait);
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
            {
                throw new StreamFailureException($"Writing to '{_topic}' failed: {exception.Error.Code}: {exception.Error.Reason}", exception);
            }
        }
    }

    /// <summary>Waits until all are written.</summary>
    /// <exception cref="StreamFailureException">One of them cannot be.</exception>
    public void Flush(CancellationToken stop)
    {
        while (_producer.Flush(QueueFullWait) > 0 && _failure is null)
        {
            stop.ThrowIfCancellationRequested();
        }

        ThrowWhereFailed();
    }

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

    private void Note(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.Code == ErrorCode.NoError)
        {
            Interlocked.Increment(ref _written);
        }
        else
        {
            Interlocked.CompareExchange(ref _failure, $"Writing to '{_topic}' failed: {report.Error.Code}: {report.Error.Reason}", null);
        }
    }

    private void ThrowWhereFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new StreamFailureException(failure);
        }
    }
}
