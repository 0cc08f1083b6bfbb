namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>Why a producer of transactions was discarded.</summary>
public enum RebuildReason
{
    /// <summary>A call did not end in time, so that nobody knew what became of it.</summary>
    TimedOut,

    /// <summary>Somebody else has begun with the same id, or the broker had given the transaction up.</summary>
    Fenced,

    /// <summary>Another error that the client does not recover from.</summary>
    Failed,

    /// <summary>A call did not even come back.</summary>
    Hung,

    /// <summary>Nothing failed: the files of its secrets or certificates had changed.</summary>
    FilesChanged,
}
