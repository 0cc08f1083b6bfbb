using PaDeNer.Streaming.Kafka.Embedded;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Brokers;

/// <summary>librdkafka's broker in this process: the protocol, in memory.</summary>
internal sealed class InProcessBroker : TestBroker
{
    private readonly EmbeddedBroker _broker = new();

    public override string BootstrapServers => _broker.BootstrapServers;

    // It shows readers what aborted transactions wrote, so that exactly once cannot be seen on it.
    public override IReadOnlyList<(string Setting, string Value)> Settings => [("Delivery:Mode", "at-least-once")];

    public override Task CreateTopicAsync(string topic, int partitions)
    {
        _broker.CreateTopic(topic, partitions);
        return Task.CompletedTask;
    }

    public override void Dispose() => _broker.Dispose();
}
