using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Sink;

/// <summary>
/// IRecordSink, at least once: all records of a batch are acknowledged by all in-sync replicas before a watermark moves. A daemon that dies in between
/// writes them again. What is retried inside the client is written once and in order.
/// </summary>
internal sealed class KafkaIdempotentSink : IRecordSink, IDisposable
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(10);

    private readonly KafkaRecordSource _source;
    private readonly OutputPartitions _partitions;
    private readonly RecordTimes _times;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IKafkaClients _clients;
    private readonly StreamSupervision _supervision;
    private IProducer<byte[]?, byte[]?> _producer;
    private string _files;

    public KafkaIdempotentSink(
        KafkaRecordSource source, IKafkaClients clients, StreamSupervision supervision, IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaIdempotentSink> logger)
    {
        _supervision = supervision;
        _source = source;
        _partitions = new OutputPartitions(clients, options.Value, time, logger);
        _times = new RecordTimes(time);
        _time = time;
        _logger = logger;
        _clients = clients;
        _files = clients.Files;
        _producer = clients.Producer();
    }

    /// <inheritdoc/>
    public bool IsAtomic => false;

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RenewWhereFilesChanged();
        _supervision.Publishing = $"writing {batch.Records.Count} records";
        if (batch.Records.Count > 0)
        {
            await _partitions.LearnAsync(batch.Records, cancellationToken);
            DeliveryReports reports = await WriteAsync(batch.Records, cancellationToken);
            if (!reports.AreAllWritten && await WriteAloneAsync(batch.Records, reports, cancellationToken) is { Count: > 0 } rejected)
            {
                return new CommitResult([], [], rejected);
            }
        }

        // The client's commit blocks for as long as the coordinator is away; who waits for it must be able to give up.
        _supervision.Publishing = "committing offsets";
        CommitResult result = await Task.Run(() => _source.Commit(batch.Watermarks), CancellationToken.None).WaitAsync(cancellationToken);
        _supervision.Publishing = "waiting for results";
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _producer.Dispose();

    // Every record of the batch before is acknowledged, so the old client has nothing left to do.
    private void RenewWhereFilesChanged()
    {
        if (_clients.Files is var files && files != _files)
        {
            _files = files;
            if (ClientRenewal.TryMake(_clients.Producer, _logger) is { } renewed)
            {
                IProducer<byte[]?, byte[]?> spent = _producer;
                _producer = renewed;
                _ = Task.Run(spent.Dispose);
            }
        }
    }

    private async Task<DeliveryReports> WriteAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        DeliveryReports reports = new(records.Count);
        foreach (SinkRecord record in records)
        {
            await WriteAsync(record, reports, cancellationToken);
        }

        return await reports.AllAsync(cancellationToken);
    }

    // Brokers judge sets of records: one that is refused may hold many that are neither too large nor untimely by themselves. What was written after such
    // a record under the same key, or without one to the same partition, is written again behind it, so that the last results of a key stand in order.
    private async Task<IReadOnlyList<RejectedRecord>> WriteAloneAsync(
        IReadOnlyList<SinkRecord> records, DeliveryReports reports, CancellationToken cancellationToken)
    {
        HashSet<SinkRecord> refused = new([.. reports.Rejected.Select(static one => one.Record), .. reports.Untimely], ReferenceEqualityComparer.Instance);
        HashSet<(SinkTopic Topic, string Key)> behind = [];
        List<RejectedRecord> tooLarge = [];
        int taken = 0;
        foreach (SinkRecord record in records)
        {
            (SinkTopic, string)? key = KeyOf(record) is { } name ? (record.Topic, name) : null;
            bool wasRefused = refused.Contains(record);
            if (!wasRefused && !(key is { } earlier && behind.Contains(earlier)))
            {
                continue;
            }

            DeliveryReports alone = await WriteAsync([record], cancellationToken);
            if (alone.Untimely.Count > 0)
            {
                _times.Refused(record);
                _logger.TimestampRefused(_partitions.Of(record).Topic, record.Timestamp);
                alone = await WriteAsync([record], cancellationToken);
            }

            tooLarge.AddRange(alone.Rejected);
            if (alone.AreAllWritten && wasRefused)
            {
                taken++;
                if (key is { } now)
                {
                    behind.Add(now);
                }
            }
        }

        if (taken > 0 && reports.Rejected.Count > 0)
        {
            _logger.SetRefused(taken);
        }

        return tooLarge;
    }

    private static string? KeyOf(SinkRecord record) => record.Key is { } key ? Convert.ToBase64String(key)
        : record.FromPartition is { } partition ? string.Create(CultureInfo.InvariantCulture, $"#{partition}") : null;

    private async Task WriteAsync(SinkRecord record, DeliveryReports reports, CancellationToken cancellationToken)
    {
        TopicPartition target = _partitions.Of(record);
        Message<byte[]?, byte[]?> message = _times.Message(record);
        bool hasOwnTime = message.Timestamp.Type == TimestampType.CreateTime;
        while (true)
        {
            try
            {
                _producer.Produce(target, message, report => reports.Add(record, target.Topic, report.Error, hasOwnTime));
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
                when (KafkaErrorPolicy.React(KafkaCall.Produce, exception.Error.Code, exception.Error.IsFatal) == KafkaReaction.Again)
            {
                await Task.Delay(QueueFullWait, _time, cancellationToken);
            }
            catch (ProduceException<byte[]?, byte[]?> exception)
            {
                reports.Add(record, target.Topic, exception.Error, hasOwnTime, isOurs: true);
                return;
            }
        }
    }
}
