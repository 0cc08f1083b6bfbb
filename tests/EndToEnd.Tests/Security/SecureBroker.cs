using Confluent.Kafka.Admin;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Security;

/// <summary>The broker of all tests about security; started by the first that asks.</summary>
public sealed class SecureBroker : IDisposable
{
    private SecureKafka? _broker;

    internal async Task<SecureKafka> GetAsync()
    {
        if (_broker is null)
        {
            _broker = await SecureKafka.StartAsync();
            await _broker.Broker.CreateTopicAsync("documents", 3);
            await _broker.Broker.CreateTopicAsync("entities", 3);
            await _broker.Broker.CreateTopicAsync("documents.dead-letter", 1);
        }

        return _broker;
    }

    /// <summary>Takes all rights away and grants those of the commands.</summary>
    internal Task GrantAsync(IEnumerable<string> commands) => _broker!.GrantAsync(commands.Select(Right));

    public void Dispose() => _broker?.Dispose();

    private static (AclOperation Operation, ResourceType Type, string Name, bool IsPrefix) Right(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? Of(string option) => Array.IndexOf(words, option) is >= 0 and var place ? words[place + 1] : null;
        (ResourceType type, string name) = Of("--topic") is { } topic ? (ResourceType.Topic, topic)
            : Of("--group") is { } group ? (ResourceType.Group, group)
            : (SecureKafka.TransactionalId, Of("--transactional-id")!);
        return (Enum.Parse<AclOperation>(Of("--operation")!), type, name, Of("--resource-pattern-type") == "prefixed");
    }
}
