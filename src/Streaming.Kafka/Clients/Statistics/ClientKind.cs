namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>What a client is for.</summary>
public enum ClientKind
{
    /// <summary>Reads the input topic.</summary>
    Consumer,

    /// <summary>Writes results and dead letters, in transactions or without.</summary>
    Producer,
}
