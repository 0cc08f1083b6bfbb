using PaDeNer.EndToEnd.Tests.Delivery;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Containers;

/// <summary>docker/compose.yaml without an engine for containers: its topics, its daemon and its documents, by the commands that stand there.</summary>
public sealed class ComposeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("padener-compose-");

    [Fact]
    public async Task Its_commands_make_the_topics_serve_and_send_the_samples_over_and_over_on_a_real_broker()
    {
        Repository.RequireDaemon();
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        Dictionary<string, string> names = Names(broker);
        for (int start = 0; start < 2; start++)
        {
            using ChildProcess topics = ComposeService.Start("topics", names);
            Assert.True(await topics.ExitAsync(Patience) == 0, topics.Output);
        }

        using ChildProcess daemon = ComposeService.Start(
            "padener", names, ("PADENER__Model__Path", Repository.Model), ("PADENER__Http__Port", "0"), ("PADENER__Api__Port", "0"));
        await daemon.SaysAsync("assigned, epoch", Patience);
        using ChildProcess documents = ComposeService.Start("documents", names);
        try
        {
            int samples = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "config/samples/news.jsonl"), TestContext.Current.CancellationToken)).Length;
            using TopicTail results = new(broker.BootstrapServers, "entities", 4), deadLetters = new(broker.BootstrapServers, "documents.dead-letter", 1);
            results.ReadTo(samples + 10, Patience, () => documents.Output + daemon.Output);
            deadLetters.ReadRest();
            Assert.Empty(deadLetters.Seen);
        }
        finally
        {
            documents.Terminate();
            await documents.ExitAsync(Patience);
        }

        string token = Path.Combine(_folder.FullName, "api-token");
        Assert.Matches("^[0-9a-f]{64}$", await File.ReadAllTextAsync(token, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(token));
        }

        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(Patience));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Where the file's names lead here; Kafka's own scripts are those of the folder that tests start brokers from.</summary>
    private Dictionary<string, string> Names(ApacheKafka broker) => new()
    {
        ["kafka:19092"] = broker.BootstrapServers,
        ["/opt/kafka/bin/kafka-topics.sh"] = $"bash {ApacheKafka.Require("tool.sh")} topics",
        ["/opt/kafka/bin/kafka-console-producer.sh"] = $"bash {ApacheKafka.Require("tool.sh")} console-producer",
        ["/samples/"] = Path.Combine(Repository.Root, "config/samples") + "/",
        ["/opt/padener/padener"] = $"dotnet exec {Repository.Daemon}",
        ["/var/lib/padener"] = _folder.FullName,
    };
}
