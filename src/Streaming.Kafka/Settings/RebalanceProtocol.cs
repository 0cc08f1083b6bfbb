namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>How the members of a group share its partitions out.</summary>
public enum RebalanceProtocol
{
    /// <summary>Members agree among themselves, and the client says how long a session is. All brokers know it.</summary>
    Classic,

    /// <summary>Brokers decide, for each partition on its own, and say how long a session is (KIP-848). Apache Kafka 4.0 and later.</summary>
    Consumer,
}
