using System.Text.RegularExpressions;
using Confluent.Kafka.Admin;

namespace PaDeNer.Testing.Brokers;

/// <summary>docs/security-kafka.md, as far as it can be run.</summary>
public static partial class SecurityPage
{
    private static readonly string Text = File.ReadAllText(Path.Combine(WorkingCopy.Root, "docs", "security-kafka.md"));

    /// <summary>An example as a configuration file, with this broker's door and files in place of the page's.</summary>
    public static string Example(string name, SecureKafka broker, string door, string tokenEndpoint = "")
    {
        Match block = Regex.Match(Text, $"```json {name}\n(.*?)```", RegexOptions.Singleline);
        Assert.True(block.Success, $"The page has no example '{name}'.");
        string json = Brokers().Replace(block.Groups[1].Value, door)
            .Replace("/etc/padener/", broker.Folder + "/", StringComparison.Ordinal)
            .Replace("/run/secrets/", broker.Folder + "/", StringComparison.Ordinal)
            .Replace("https://login.example.com/oauth2/token", tokenEndpoint, StringComparison.Ordinal);
        string file = Path.Combine(broker.Folder, name + ".json");
        File.WriteAllText(file, json);
        return file;
    }

    /// <summary>What the commands grant that it has.</summary>
    public static AclRight[] Rights() => [.. Text.Split('\n').Where(static line => line.StartsWith("kafka-acls.sh ", StringComparison.Ordinal)).Select(Right)];

    private static AclRight Right(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? Of(string option) => Array.IndexOf(words, option) is >= 0 and var place ? words[place + 1] : null;
        Assert.Equal("User:" + SecureKafka.User, Of("--allow-principal"));
        AclOperation operation = Enum.Parse<AclOperation>(Of("--operation")!);
        return Of("--topic") is { } topic ? new AclRight(operation, ResourceType.Topic, topic)
            : Of("--group") is { } group ? new AclRight(operation, ResourceType.Group, group)
            : new AclRight(operation, SecureKafka.TransactionalId, Of("--transactional-id")!, Of("--resource-pattern-type") == "prefixed");
    }

    [GeneratedRegex("broker-1:\\d+,broker-2:\\d+")]
    private static partial Regex Brokers();
}
