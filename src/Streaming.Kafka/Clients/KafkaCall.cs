namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>During what an error came.</summary>
internal enum KafkaCall
{
    /// <summary>Polling for records.</summary>
    Consume,

    /// <summary>Writing a record.</summary>
    Produce,

    /// <summary>Committing offsets.</summary>
    Commit,

    /// <summary>Pausing or resuming partitions.</summary>
    Pause,

    /// <summary>Going back in a partition.</summary>
    Seek,

    /// <summary>No call: the client reports something on its own.</summary>
    Report,
}
