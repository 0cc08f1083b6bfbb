namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>For those who do not measure clients.</summary>
internal sealed class SilentClients : IClientObserver
{
    /// <inheritdoc/>
    public void Reported(ClientReport report)
    {
    }
}
