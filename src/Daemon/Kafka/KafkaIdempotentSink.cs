using Confluent.Kafka;
using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>
/// IRecordSink, at least once: all records of a batch are acknowledged by all in-sync replicas before a watermark moves. A daemon that dies in between
/// writes them again. What is retried inside the client is written once and in order.
/// </summary>
internal sealed class KafkaIdempotentSink : IRecordSink, IDisposable
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(10);

    private readonly KafkaRecordSource _source;
    private readonly KafkaOptions _options;
    private readonly TimeProvider _time;
    private readonly IProducer<byte[]?, byte[]?> _producer;

    public KafkaIdempotentSink(KafkaRecordSource source, KafkaClientFactory clients, IOptions<KafkaOptions> options, TimeProvider time)
    {
        _source = source;
        _options = options.Value;
        _time = time;
        _producer = clients.Producer();
    }

    /// <inheritdoc/>
    public async Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Records.Count > 0)
        {
            DeliveryReports reports = new(batch.Records.Count);
            foreach (SinkRecord record in batch.Records)
            {
                await WriteAsync(record, reports, cancellationToken);
            }

            IReadOnlyList<RejectedRecord> rejected = await reports.AllAsync(cancellationToken);
            if (rejected.Count > 0)
            {
                return new CommitResult([], [], rejected);
            }
        }

        return _source.Commit(batch.Watermarks);
    }

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

    private async Task WriteAsync(SinkRecord record, DeliveryReports reports, CancellationToken cancellationToken)
    {
        string topic = record.Topic == SinkTopic.Output ? _options.OutputTopic : _options.DeadLetterTopic;
        Message<byte[]?, byte[]?> message = KafkaRecords.Message(record);
        while (true)
        {
            try
            {
                _producer.Produce(topic, message, report => reports.Add(record, topic, report.Error));
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
                when (KafkaErrorPolicy.React(KafkaCall.Produce, exception.Error.Code, exception.Error.IsFatal) == KafkaReaction.Again)
            {
                await Task.Delay(QueueFullWait, _time, cancellationToken);
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
            {
                reports.Add(record, topic, exception.Error);
                return;
            }
        }
    }
}
