namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>What an error in a transaction leads to.</summary>
internal enum TransactionTrouble
{
    /// <summary>The transaction is to be aborted; the producer goes on.</summary>
    Abort,

    /// <summary>Nobody can say what has become of it: the producer is discarded, and a new one with the same id ends what it left.</summary>
    Rebuild,

    /// <summary>As <see cref="Rebuild"/>, but because somebody else has the id, or the broker thinks so.</summary>
    Fenced,

    /// <summary>People have to put something right.</summary>
    Stop,
}
