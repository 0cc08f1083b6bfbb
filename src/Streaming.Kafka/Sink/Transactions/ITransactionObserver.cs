namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>Hears how transactions go; turned into metrics elsewhere. Called by the publisher.</summary>
public interface ITransactionObserver
{
    /// <summary>A transaction has ended.</summary>
    void Ended(TransactionEnd end);

    /// <summary>Whether transactions can be begun has changed: a producer is there, or one is being made and the brokers have yet to answer it.</summary>
    void ProducerReady(bool isReady);

    /// <summary>A producer was discarded; a new one takes its place.</summary>
    void ProducerRebuilt(RebuildReason reason);
}
