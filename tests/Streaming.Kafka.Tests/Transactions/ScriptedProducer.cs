using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Tests.Transactions;

/// <summary>A client of transactions that keeps what it is told to do and fails where a test says so.</summary>
internal sealed class ScriptedProducer : IProducer<byte[]?, byte[]?>
{
    // A producer that was discarded is disposed by a thread of its own.
    private readonly List<string> _calls = [];

    private readonly Dictionary<string, Queue<Exception?>> _failures = [];

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>What becomes of a record: its report's error.</summary>
    public Func<Message<byte[]?, byte[]?>, ErrorCode> Reports { get; set; } = static _ => ErrorCode.NoError;

    /// <summary>Records that the client itself does not take.</summary>
    public Func<Message<byte[]?, byte[]?>, ErrorCode> Refuses { get; set; } = static _ => ErrorCode.NoError;

    /// <summary>Blocks a call until it is set; null where none is blocked.</summary>
    public (string Call, ManualResetEventSlim Until)? Blocks { get; set; }

    /// <summary>Happens during a call.</summary>
    public Action<string> During { get; set; } = static _ => { };

    /// <summary>The time-outs that calls were given last.</summary>
    public Dictionary<string, TimeSpan> Timeouts { get; } = [];

    public Handle Handle => throw new NotSupportedException();

    public string Name => "scripted";

    public static KafkaException Retriable(ErrorCode code) => new KafkaRetriableException(new Error(code, "again", isFatal: false));

    public static KafkaException Abortable(ErrorCode code) => new KafkaTxnRequiresAbortException(new Error(code, "abort", isFatal: false));

    public static KafkaException Fatal(ErrorCode code) => new(new Error(code, "fatal", isFatal: true));

    /// <summary>The next calls of a name fail so; null lets one pass.</summary>
    public ScriptedProducer Fails(string call, params Exception?[] with)
    {
        _failures[call] = new Queue<Exception?>(with);
        return this;
    }

    public void InitTransactions(TimeSpan timeout) => Note("init");

    public void BeginTransaction() => Note("begin");

    public void CommitTransaction(TimeSpan timeout)
    {
        Timeouts["commit"] = timeout;
        Note("commit");
    }

    public void CommitTransaction() => throw new NotSupportedException("It has no time-out.");

    public void AbortTransaction(TimeSpan timeout) => Note("abort");

    public void AbortTransaction() => throw new NotSupportedException("It has no time-out.");

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout)
    {
        Timeouts["offsets"] = timeout;
        Note("offsets", string.Join(' ', offsets.Select(static one => $"{one.Partition.Value}@{one.Offset.Value}")));
    }

    public void Produce(string topic, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        Note("produce", topic);
        if (Refuses(message) is not ErrorCode.NoError and var refused)
        {
            throw new ProduceException<byte[]?, byte[]?>(new Error(refused), new DeliveryResult<byte[]?, byte[]?>());
        }

        deliveryHandler?.Invoke(new DeliveryReport<byte[]?, byte[]?> { Error = new Error(Reports(message)), Message = message });
    }

    public void Produce(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null) =>
        Produce(topicPartition.Topic, message, deliveryHandler);

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public int Poll(TimeSpan timeout) => 0;

    public int Flush(TimeSpan timeout) => 0;

    public void Flush(CancellationToken cancellationToken = default)
    {
    }

    public int AddBrokers(string brokers) => 0;

    public void SetSaslCredentials(string username, string password)
    {
    }

    public void Dispose() => Note("dispose");

    /// <summary>Whether a call was made; from any thread.</summary>
    public bool Said(string call)
    {
        lock (_calls)
        {
            return _calls.Contains(call);
        }
    }

    private void Note(string call, string? what = null)
    {
        lock (_calls)
        {
            _calls.Add(what is null ? call : $"{call} {what}");
        }

        During(call);
        if (Blocks is { } blocks && blocks.Call == call)
        {
            blocks.Until.Wait();
        }

        if (_failures.TryGetValue(call, out Queue<Exception?>? failures) && failures.TryDequeue(out Exception? failure) && failure is not null)
        {
            throw failure;
        }
    }
}
