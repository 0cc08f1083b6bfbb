namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>For those who do not count transactions.</summary>
internal sealed class SilentTransactions : ITransactionObserver
{
    /// <inheritdoc/>
    public void Ended(TransactionEnd end)
    {
    }

    /// <inheritdoc/>
    public void ProducerReady(bool isReady)
    {
    }

    /// <inheritdoc/>
    public void ProducerRebuilt(RebuildReason reason)
    {
    }
}
