using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Embedded;

/// <summary>
/// librdkafka's own broker in this process, for the demo and for tests: real connections over loopback, groups, offsets; in memory, a few megabytes a
/// partition (older records fall out), no proof of any guarantee.
/// </summary>
public sealed class EmbeddedBroker : IDisposable
{
    private readonly EmbeddedBrokerHandle _handle = EmbeddedBrokerHandle.Start();

    /// <summary>Its address, host:port.</summary>
    public string BootstrapServers => _handle.BootstrapServers;

    /// <summary>Creates a topic.</summary>
    /// <exception cref="StreamSetupException">It is there already, or the broker refuses.</exception>
    public void CreateTopic(string topic, int partitions)
    {
        int code = _handle.CreateTopic(topic, partitions);
        if (code != 0)
        {
            throw new StreamSetupException($"The embedded broker did not create the topic '{topic}': error {code}.");
        }
    }

    /// <summary>Stops it; what it holds is gone.</summary>
    public void Dispose() => _handle.Dispose();
}
