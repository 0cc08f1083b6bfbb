namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>Hears how clients fare; turned into metrics elsewhere. Called from any thread, for one client once at a time.</summary>
public interface IClientObserver
{
    /// <summary>A client has told.</summary>
    void Reported(ClientReport report);
}
