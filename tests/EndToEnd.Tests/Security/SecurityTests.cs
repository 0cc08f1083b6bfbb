using Confluent.Kafka.Admin;
using PaDeNer.EndToEnd.Tests.Delivery;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.EndToEnd.Tests.Support;
using PaDeNer.Testing.Brokers;
using PaDeNer.Testing.Runs;

namespace PaDeNer.EndToEnd.Tests.Security;

/// <summary>The daemon and its verbs on a real broker with TLS, SASL and access lists, as docs/security-kafka.md tells.</summary>
public sealed class SecurityTests(SecureBroker fixture, ITestOutputHelper output) : IClassFixture<SecureBroker>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Every_example_of_the_page_opens_the_door_it_is_for()
    {
        SecureKafka broker = await fixture.GetAsync();
        using TokenEndpoint tokens = new();
        await broker.GrantAsync(new AclRight(AclOperation.Read, ResourceType.Topic, "documents.dead-letter"));
        await File.WriteAllTextAsync(Path.Combine(broker.Folder, "client-secret"), TokenEndpoint.Secret, TestContext.Current.CancellationToken);
        foreach ((string name, string door) in new Dictionary<string, string>
        {
            ["tls"] = broker.MutualTls,
            ["plain"] = broker.SaslTls,
            ["scram"] = broker.SaslTls,
            ["scram-mtls"] = broker.SaslMutualTls,
            ["oauthbearer"] = broker.SaslTls,
        })
        {
            string file = SecurityPage.Example(name, broker, door, tokens.Address);
            VerbResult result = await Verb.RunDaemonAsync("dead-letters", "list", "--config", file);
            output.WriteLine($"{name}: {result.ExitCode} {result.Output}{result.Error}");
            Assert.True(result.ExitCode == 0, $"{name}: {result.Output}{result.Error}");
            NothingSecret(result.Output + result.Error);
        }
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_authority_and_a_strange_certificate_are_one_sentence_each()
    {
        SecureKafka broker = await fixture.GetAsync();
        string wrong = Path.Combine(broker.Folder, "wrong");
        await File.WriteAllTextAsync(wrong, "wrong-horse-battery", TestContext.Current.CancellationToken);
        string scram = SecurityPage.Example("scram", broker, broker.SaslTls), tls = SecurityPage.Example("tls", broker, broker.MutualTls);
        (string Config, string[] Change, string Says)[] cases =
        [
            (scram, ["--set", $"Kafka:Secrets:sasl.password={wrong}"], "refuse our credentials: check sasl.username and sasl.password"),
            (scram, ["--set", "Kafka:Client:sasl.mechanism=SCRAM-SHA-256"], "set sasl.mechanism to one that they have enabled"),
            (scram, ["--set", $"Kafka:Client:ssl.ca.location={broker.Folder}/other-ca.pem"], "is signed by nobody we know: set ssl.ca.location"),
            (tls, ["--set", $"Kafka:Client:ssl.certificate.location={broker.Folder}/stranger.pem", "--set", $"Kafka:Secrets:ssl.key.pem={broker.Folder}/stranger.key"], "want a certificate of ours that they know"),
            (scram, ["--set", $"Kafka:BootstrapServers={broker.Broker.BootstrapServers}"], "do not speak TLS on this port"),
        ];
        // The client tries for ten seconds before it says so.
        foreach ((string config, string[] change, string says) in cases.Take(RunLength.Of(2, cases.Length)))
        {
            VerbResult result = await Verb.RunDaemonAsync(["dead-letters", "list", "--config", config, .. change]);
            output.WriteLine(result.Error.TrimEnd());
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(says, Assert.Single(result.Error.TrimEnd().Split('\n'), line => line.StartsWith("padener: ", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-horse", result.Output + result.Error, StringComparison.Ordinal);
            NothingSecret(result.Output + result.Error);
        }
    }

    [Fact]
    public async Task The_daemon_delivers_with_exactly_the_rights_of_the_page_and_keeps_its_secrets()
    {
        Repository.RequireDaemon();
        SecureKafka broker = await fixture.GetAsync();
        await broker.GrantAsync(SecurityPage.Rights());
        Feed feed = new(60);
        feed.Write(broker.Broker.BootstrapServers, "documents", 0, feed.Records.Count);
        foreach ((string name, string door) in new Dictionary<string, string> { ["scram"] = broker.SaslTls, ["tls"] = broker.MutualTls })
        {
            using ChildProcess daemon = Serve(SecurityPage.Example(name, broker, door), "Kafka:GroupId=padener", "Kafka:Client:debug=security,broker", "Logging:LogLevel:Default=Debug");
            await daemon.SaysAsync("assigned, epoch", Patience);
            if (name == "scram")
            {
                using TopicTail results = new(broker.Broker.BootstrapServers, "entities", 3);
                results.ReadTo(40, Patience, () => daemon.Output);
            }

            daemon.Terminate();
            Assert.Equal(0, await daemon.ExitAsync(Patience));
            NothingSecret(daemon.Output);
        }

        foreach (string verb in (string[])["check-config", "doctor"])
        {
            VerbResult result = await Verb.RunDaemonAsync(verb, "--config", SecurityPage.Example("scram", broker, broker.SaslTls));
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
            NothingSecret(result.Output + result.Error);
        }
    }

    [Fact]
    public async Task Without_the_right_to_its_transactions_the_daemon_ends_and_says_so()
    {
        Repository.RequireDaemon();
        SecureKafka broker = await fixture.GetAsync();
        await broker.GrantAsync(SecurityPage.Rights().Where(static one => one.Type != SecureKafka.TransactionalId));
        using ChildProcess daemon = Serve(SecurityPage.Example("scram", broker, broker.SaslTls), "Kafka:GroupId=padener");
        int code = await daemon.ExitAsync(Patience);
        Assert.True(code == 1, $"It ended with exit code {code}:\n{daemon.Output}");
        Assert.Contains("do not let us write transactions as 'padener-", daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_changes_while_it_runs_is_taken_from_its_file()
    {
        Assert.SkipUnless(RunLength.Of(0, 1) > 0, "It takes a minute; ./padener test --slow runs it.");
        Repository.RequireDaemon();
        SecureKafka broker = await fixture.GetAsync();
        await broker.GrantAsync(SecurityPage.Rights());
        using ChildProcess daemon = Serve(SecurityPage.Example("scram", broker, broker.SaslTls), "Kafka:GroupId=padener");
        await daemon.SaysAsync("assigned, epoch", Patience);
        using TopicTail results = new(broker.Broker.BootstrapServers, "entities", 3);
        results.ReadRest();
        int before = results.Seen.Count;
        await broker.SetPasswordAsync("another-horse-battery-staple");
        try
        {
            await daemon.SaysAsync("have changed; a client is made anew", Patience);
            Feed feed = new(60);
            feed.Write(broker.Broker.BootstrapServers, "documents", 0, feed.Records.Count);
            results.ReadTo(before + 40, Patience, () => daemon.Output);
            daemon.Terminate();
            Assert.Equal(0, await daemon.ExitAsync(Patience));
            Assert.DoesNotContain("another-horse", daemon.Output, StringComparison.Ordinal);
        }
        finally
        {
            await broker.SetPasswordAsync(SecureKafka.Password);
        }
    }

    [Fact]
    public async Task A_certificate_that_changes_while_it_runs_is_the_one_it_shows()
    {
        Assert.SkipUnless(RunLength.Of(0, 1) > 0, "It takes a minute; ./padener test --slow runs it.");
        Repository.RequireDaemon();
        SecureKafka broker = await fixture.GetAsync();
        AclRight[] before = SecurityPage.Rights(), after = [.. before.Select(static one => one with { User = TestCertificates.Renewed })];
        await broker.GrantAsync(before.Concat(after));
        Show(broker, "client");
        using ChildProcess daemon = Serve(
            SecurityPage.Example("tls", broker, broker.MutualTls), "Kafka:GroupId=padener", $"Kafka:Client:ssl.certificate.location={Shown(broker)}.pem", $"Kafka:Secrets:ssl.key.pem={Shown(broker)}.key");
        await daemon.SaysAsync("assigned, epoch", Patience);
        using TopicTail results = new(broker.Broker.BootstrapServers, "entities", 3);
        results.ReadRest();
        int seen = results.Seen.Count;

        Show(broker, "renewed");
        await daemon.SaysAsync("have changed; a client is made anew", Patience);

        // From now on only the new name opens anything.
        await broker.GrantAsync(after);
        Feed feed = new(60);
        feed.Write(broker.Broker.BootstrapServers, "documents", 0, feed.Records.Count);
        results.ReadTo(seen + 40, Patience, () => daemon.Output);
        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(Patience));
        NothingSecret(daemon.Output);
    }

    private static string Shown(SecureKafka broker) => Path.Combine(broker.Folder, "shown");

    private static void Show(SecureKafka broker, string client)
    {
        foreach (string end in (string[])[".key", ".pem"])
        {
            File.Copy(Path.Combine(broker.Folder, client + end), Shown(broker) + end, overwrite: true);
        }
    }

    private static void NothingSecret(string text)
    {
        Assert.DoesNotContain(SecureKafka.Password, text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenEndpoint.Secret, text, StringComparison.Ordinal);
    }

    private static ChildProcess Serve(string config, params string[] settings) => new(
        "dotnet",
        ["exec", Repository.Daemon, "serve", "--config", config, "--set", "Http:Port=0", "--set", "Api:Port=0", "--set", $"Model:Path={Repository.Model}", "--set", "Kafka:SessionTimeout=00:00:06", .. settings.SelectMany(static one => (string[])["--set", one])],
        new Dictionary<string, string>());
}
