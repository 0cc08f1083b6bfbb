using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Brokers;

/// <summary>The topics that a daemon has by its defaults.</summary>
internal static class DaemonTopics
{
    private const int Partitions = 3;

    /// <summary>Makes them: documents and entities with three partitions, dead letters with one.</summary>
    public static async Task CreateAsync(TestBroker broker)
    {
        await broker.CreateTopicAsync("documents", Partitions);
        await broker.CreateTopicAsync("entities", Partitions);
        await broker.CreateTopicAsync("documents.dead-letter", 1);
    }
}
