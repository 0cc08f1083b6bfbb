using Confluent.Kafka;

namespace PaDeNer.FaultHost.Crashing;

/// <summary>A producer of transactions with crash points around each of its calls.</summary>
/// <param name="inner">The real one.</param>
/// <param name="plan">Where to end.</param>
/// <param name="moment">What is going on just now.</param>
/// <param name="deadLetterTopic">The topic of dead letters.</param>
internal sealed class CrashingProducer(
    IProducer<byte[]?, byte[]?> inner, CrashPlan plan, PresentMoment moment, string deadLetterTopic) : IProducer<byte[]?, byte[]?>
{
    private int _produced;

    /// <summary>The real one; offsets are added to its transactions elsewhere.</summary>
    public IProducer<byte[]?, byte[]?> Inner => inner;

    public Handle Handle => inner.Handle;

    public string Name => inner.Name;

    public int AddBrokers(string brokers) => inner.AddBrokers(brokers);

    public void SetSaslCredentials(string username, string password) => inner.SetSaslCredentials(username, password);

    public int Poll(TimeSpan timeout) => inner.Poll(timeout);

    public int Flush(TimeSpan timeout) => inner.Flush(timeout);

    public void Flush(CancellationToken cancellationToken = default) => inner.Flush(cancellationToken);

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) =>
        inner.ProduceAsync(topic, message, cancellationToken);

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) =>
        inner.ProduceAsync(topicPartition, message, cancellationToken);

    public void Produce(string topic, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        BeforeProduce();
        inner.Produce(topic, message, Reported(deliveryHandler));
        AfterProduce(topic);
    }

    public void Produce(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        BeforeProduce();
        inner.Produce(topicPartition, message, Reported(deliveryHandler));
        AfterProduce(topicPartition.Topic);
    }

    public void InitTransactions(TimeSpan timeout)
    {
        plan.Pass(CrashPoint.BeforeInit);
        inner.InitTransactions(timeout);
        plan.Pass(CrashPoint.AfterInit);
    }

    public void BeginTransaction()
    {
        plan.Pass(CrashPoint.BeforeBegin);
        inner.BeginTransaction();
        _produced = 0;
        plan.Pass(CrashPoint.AfterBegin);
    }

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) =>
        inner.SendOffsetsToTransaction(offsets, groupMetadata, timeout);

    public void CommitTransaction(TimeSpan timeout) => Commit(() => inner.CommitTransaction(timeout));

    public void CommitTransaction() => Commit(inner.CommitTransaction);

    public void AbortTransaction(TimeSpan timeout) => Abort(() => inner.AbortTransaction(timeout));

    public void AbortTransaction() => Abort(inner.AbortTransaction);

    public void Dispose() => inner.Dispose();

    private void BeforeProduce()
    {
        if (_produced > 0)
        {
            plan.Pass(CrashPoint.WhileProducing);
        }
    }

    private void AfterProduce(string topic)
    {
        _produced++;
        if (topic == deadLetterTopic)
        {
            plan.Pass(CrashPoint.WhileDeadLettering);
        }

        if (_produced == moment.RecordsOfBatch)
        {
            plan.Pass(CrashPoint.AfterProducing);
        }
    }

    private Action<DeliveryReport<byte[]?, byte[]?>> Reported(Action<DeliveryReport<byte[]?, byte[]?>>? handler) => report =>
    {
        plan.Pass(CrashPoint.OnReport);
        handler?.Invoke(report);
    };

    private void Commit(Action commit)
    {
        plan.Pass(CrashPoint.BeforeCommit);
        PassWhileRevoked(CrashPoint.RevokedBeforeCommit);
        if (plan.IsDue(CrashPoint.DuringCommit))
        {
            // Long enough for the request to leave, about as long as the answer takes.
            Thread killer = new(() =>
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(1 + (Environment.TickCount64 % 4)));
                CrashPlan.End(CrashPoint.DuringCommit);
            });
            killer.Start();
        }

        commit();
        plan.Pass(CrashPoint.AfterCommit);
        PassWhileRevoked(CrashPoint.RevokedAfterCommit);
    }

    private void Abort(Action abort)
    {
        plan.Pass(CrashPoint.BeforeAbort);
        abort();
        plan.Pass(CrashPoint.AfterAbort);
    }

    private void PassWhileRevoked(string point)
    {
        if (moment.IsRevoking)
        {
            plan.Pass(point);
        }
    }
}
