using Microsoft.Extensions.Options;

namespace PaDeNer.Daemon.Kafka;

/// <summary>Checks what no single setting of <see cref="KafkaOptions"/> shows; reports everything that is wrong at once.</summary>
internal sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        List<string> errors = [];
        CheckBrokers(options, errors);
        CheckTopic("InputTopic", options.InputTopic, errors);
        CheckTopic("OutputTopic", options.OutputTopic, errors);
        CheckTopic("DeadLetterTopic", options.DeadLetterTopic, errors);
        CheckDifferent("OutputTopic", options.OutputTopic, options, errors);
        CheckDifferent("DeadLetterTopic", options.DeadLetterTopic, options, errors);
        if (options.InstanceId is { } instance && string.IsNullOrWhiteSpace(instance))
        {
            errors.Add("Kafka:InstanceId is empty; leave it out for dynamic membership.");
        }

        CheckSettings("Client", options.Client, errors);
        CheckSettings("Consumer", options.Consumer, errors);
        CheckSettings("Producer", options.Producer, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckBrokers(KafkaOptions options, List<string> errors)
    {
        foreach (string broker in options.BootstrapServers.Split(',', StringSplitOptions.TrimEntries))
        {
            string address = broker[(broker.LastIndexOf('/') + 1)..];
            int colon = address.LastIndexOf(':');
            bool hasPort = colon >= 0 && !address.EndsWith(']');
            if (address.Length == 0 || colon == 0 || (hasPort && !ushort.TryParse(address.AsSpan(colon + 1), out _)))
            {
                errors.Add($"Kafka:BootstrapServers: '{broker}' is not host:port.");
            }
        }
    }

    private static void CheckTopic(string setting, string topic, List<string> errors)
    {
        if (topic.Length > 249 || topic is "." or ".." || topic.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')))
        {
            errors.Add($"Kafka:{setting}: '{topic}' is no topic name: up to 249 of letters, digits, '.', '_' and '-'.");
        }
    }

    private static void CheckDifferent(string setting, string topic, KafkaOptions options, List<string> errors)
    {
        if (topic.Length > 0 && topic == options.InputTopic)
        {
            errors.Add($"Kafka:{setting} is the input topic '{topic}': the daemon would read what it writes, for ever.");
        }
    }

    private static void CheckSettings(string map, Dictionary<string, string> settings, List<string> errors)
    {
        foreach (string name in settings.Keys)
        {
            if (ClientSettings.Instead(name) is { } instead)
            {
                errors.Add($"Kafka:{map}: '{name}' cannot be set here: {instead}.");
            }
        }
    }
}
