using Confluent.Kafka;
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
            // dead-letters list
            await GrantAsync([], keep: true);
        }

        return _broker;
    }

    /// <summary>Takes all rights away and grants those of the commands.</summary>
    internal async Task GrantAsync(IEnumerable<string> commands, bool keep = false)
    {
        using IAdminClient admin = _broker!.Admin();
        await admin.DeleteAclsAsync([new AclBindingFilter { PatternFilter = new ResourcePatternFilter { Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Any }, EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Any } }]);
        List<AclBinding> rights = [.. commands.Select(Right)];
        if (keep)
        {
            // What the verb that looks at dead letters needs.
            rights.Add(Right("--operation Read --topic documents.dead-letter"));
        }

        await admin.CreateAclsAsync(rights);
    }

    public void Dispose() => _broker?.Dispose();

    private static AclBinding Right(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? Of(string option) => Array.IndexOf(words, option) is >= 0 and var place ? words[place + 1] : null;
        (ResourceType type, string name) = Of("--topic") is { } topic ? (ResourceType.Topic, topic)
            : Of("--group") is { } group ? (ResourceType.Group, group)
            : (ResourceType.TransactionalId, Of("--transactional-id")!);
        return new AclBinding
        {
            Pattern = new ResourcePattern { Type = type, Name = name, ResourcePatternType = Of("--resource-pattern-type") == "prefixed" ? ResourcePatternType.Prefixed : ResourcePatternType.Literal },
            Entry = new AccessControlEntry { Principal = "User:" + SecureKafka.User, Host = "*", Operation = Enum.Parse<AclOperation>(Of("--operation")!), PermissionType = AclPermissionType.Allow },
        };
    }
}
