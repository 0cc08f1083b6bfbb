using Confluent.Kafka.Admin;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Brokers that let nobody do anything he has no right to: what docs/security-kafka.md grants suffices, and of that nothing can be spared.</summary>
public sealed class RightsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (ResourceType Type, string Name, AclOperation? Instead, string Says)[] Missing =
    [
        (ResourceType.Topic, "documents", null, "do not let us see the topic 'documents'"),
        (ResourceType.Topic, "documents", AclOperation.Describe, "The brokers do not let us read the topic 'documents': grant read on it."),
        (ResourceType.Topic, "entities", null, "do not let us see the topic 'entities'"),
        (ResourceType.Topic, "entities", AclOperation.Describe, "Writing to 'entities' failed: the brokers do not let us write to the topic 'entities': grant write on it"),
        (ResourceType.Topic, "documents.dead-letter", null, "do not let us see the topic 'documents.dead-letter'"),
        (ResourceType.Group, "padener", null, "The brokers do not let us join the group 'padener': grant read on it."),
        (SecureKafka.TransactionalId, "padener", null, "grant write on that transactional id."),
    ];

    [Fact(Explicit = true)]
    public async Task With_the_rights_of_the_page_a_host_works_and_without_any_one_of_them_it_ends_and_says_which()
    {
        using SecureKafka broker = await SecureKafka.StartAsync();
        foreach (string topic in (string[])["documents", "entities", "documents.dead-letter"])
        {
            await broker.Broker.CreateTopicAsync(topic, 2);
        }

        using FeedWriter writer = new(broker.Broker.BootstrapServers, "documents", FaultFeed.Create(400, 0, FaultRun.Choices("rights")));
        writer.Write(200);
        AclRight[] all = SecurityPage.Rights();
        foreach ((ResourceType type, string name, AclOperation? instead, string says) in Missing)
        {
            await broker.GrantAsync(all.Where(one => (one.Type, one.Name) != (type, name) || instead is not null)
                .Select(one => (one.Type, one.Name) == (type, name) ? one with { Operation = instead!.Value } : one));
            using ChildProcess host = Start(broker);
            int code = await host.ExitAsync(Patience);
            Assert.True(code == 1 && host.Output.Contains(says, StringComparison.Ordinal), $"Without {type} {name} ({instead}) it ended with {code} and did not say '{says}':\n{host.Output}");
        }

        await broker.GrantAsync(all);
        writer.WriteRest();
        using ChildProcess works = Start(broker);
        await works.SaysAsync("assigned, epoch", Patience);
        works.Terminate();
        Assert.Equal(0, await works.ExitAsync(Patience));
        FaultRun.Tell("rights", $"{all.Length} rights suffice, {Missing.Length} times one was missing and named");
    }

    private static ChildProcess Start(SecureKafka broker)
    {
        Dictionary<string, string> environment = broker.Settings.ToDictionary(
            static one => "PADENER__" + one.Setting.Replace(":", "__", StringComparison.Ordinal), static one => one.Value);
        environment["PADENER_END_WITH_PARENT"] = "yes";
        return new ChildProcess("dotnet", ["exec", WorkingCopy.Built("tests/FaultHost", "PaDeNer.FaultHost.dll")], environment);
    }
}
