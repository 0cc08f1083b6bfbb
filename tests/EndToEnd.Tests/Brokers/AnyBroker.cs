using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Brokers;

/// <summary>The best broker there is for what both kinds can do: an Apache Kafka where one can be started, the one in this process otherwise.</summary>
internal static class AnyBroker
{
    public static async Task<TestBroker> StartAsync() => ApacheKafka.IsThere ? await ApacheKafka.StartAsync() : new InProcessBroker();
}
