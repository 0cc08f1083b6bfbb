using Confluent.Kafka;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>Asks the brokers whether our topics are there. Blocks; used at start, by readiness on a thread of its own, and by the doctor verb.</summary>
public sealed class KafkaTopicCheck
{
    private readonly IKafkaClients _clients;
    private readonly KafkaOptions _options;

    /// <param name="clients">Makes the client that asks.</param>
    /// <param name="options">The brokers and the names of the topics.</param>
    internal KafkaTopicCheck(IKafkaClients clients, IOptions<KafkaOptions> options) => (_clients, _options) = (clients, options.Value);

    /// <summary>Looks once.</summary>
    /// <returns>Null when all is well; why the brokers gave no answer when they did not.</returns>
    /// <exception cref="StreamSetupException">They did answer: a topic is missing, we may not see it, or they do not let us in.</exception>
    public string? Look(TimeSpan timeout)
    {
        List<string> missing = [];
        string? refused = null;
        using IAdminClient admin = _clients.Admin(error => refused ??= BrokerRefusal.Of(error, _options.BootstrapServers));
        foreach (string topic in (string[])[_options.InputTopic, _options.OutputTopic, _options.DeadLetterTopic])
        {
            ErrorCode code = TopicQuestion.Ask(admin, topic, timeout).Code;
            switch (code)
            {
                case ErrorCode.NoError:
                    break;
                case ErrorCode.UnknownTopicOrPart:
                    missing.Add(topic);
                    break;
                case ErrorCode.TopicAuthorizationFailed:
                    throw new StreamSetupException(TopicQuestion.NotShown(_options.BootstrapServers, topic));
                default:
                    return refused is null ? $"{code} ({code.GetReason()})" : throw new StreamSetupException(refused);
            }
        }

        return missing.Count == 0 ? null : throw new StreamSetupException(Explain(missing));
    }

    private string Explain(List<string> missing)
    {
        IEnumerable<string> commands = missing.Select(topic =>
            $"  kafka-topics.sh --bootstrap-server {_options.BootstrapServers} --create --topic {topic} --partitions 3");
        return $"No such topic at {_options.BootstrapServers}: {string.Join(", ", missing)}. Create it, for example:{Environment.NewLine}{string.Join(Environment.NewLine, commands)}";
    }
}
