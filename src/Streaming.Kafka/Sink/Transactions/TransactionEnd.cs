namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>The ways in which a transaction ends.</summary>
public enum TransactionEnd
{
    /// <summary>Its records and offsets are there.</summary>
    Committed,

    /// <summary>Nothing of it is there, and the producer goes on.</summary>
    Aborted,

    /// <summary>Nothing of it is there, as its commit was never asked for, and the producer is of no use any more.</summary>
    Lost,

    /// <summary>Its commit was asked for and nobody knew what came of it; the producer is of no use any more. The next one finds out.</summary>
    Unclear,
}
