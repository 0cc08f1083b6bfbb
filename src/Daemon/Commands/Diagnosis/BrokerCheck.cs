using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>The broker and its topics. Only serve needs them; extract and demo do without.</summary>
internal static class BrokerCheck
{
    private const string Needed = "Only serve needs it; extract and demo do not.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks.</summary>
    /// <param name="checkup">Where to say what was found.</param>
    /// <param name="configuration">The broker's address and topics.</param>
    /// <param name="clientLoads">Whether there is a client to ask with.</param>
    public static void Run(Checkup checkup, DaemonConfiguration configuration, bool clientLoads)
    {
        checkup.Section("Kafka");
        if (!clientLoads)
        {
            checkup.Fact("not looked at", "librdkafka cannot be loaded, see above");
            return;
        }

        if (DaemonSettings.Check(configuration, KafkaOptions.SectionName).Count > 0)
        {
            checkup.Fact("not looked at", "its settings are wrong, see above");
            return;
        }

        using ServiceProvider services = DaemonSettings.Options(configuration);
        KafkaOptions kafka = services.Get<KafkaOptions>();
        try
        {
            if (services.GetRequiredService<KafkaTopicCheck>().Look(Patience) is { } silence)
            {
                checkup.Problem(
                    "broker",
                    $"{kafka.BootstrapServers} does not answer: {silence}. {Needed}",
                    "Start a broker, or name yours with Kafka:BootstrapServers.");
                return;
            }

            checkup.Good("broker", kafka.BootstrapServers);
            checkup.Good("topics", $"{kafka.InputTopic}, {kafka.OutputTopic}, {kafka.DeadLetterTopic}");
        }
        catch (StreamSetupException setup)
        {
            checkup.Problem("topics", $"{setup.Message}", Needed);
        }
    }
}
