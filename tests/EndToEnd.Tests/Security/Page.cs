using System.Text.RegularExpressions;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Security;

/// <summary>docs/security-kafka.md, as far as it can be run.</summary>
internal static partial class Page
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security-kafka.md"));

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
        File.WriteAllText(Path.Combine(broker.Folder, "client-secret"), TokenEndpoint.Secret);
        return file;
    }

    /// <summary>The commands that grant rights.</summary>
    public static string[] Rights() => [.. Text.Split('\n').Where(static line => line.StartsWith("kafka-acls.sh ", StringComparison.Ordinal))];

    [GeneratedRegex("broker-1:\\d+,broker-2:\\d+")]
    private static partial Regex Brokers();
}
