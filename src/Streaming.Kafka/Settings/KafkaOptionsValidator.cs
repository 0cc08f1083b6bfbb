using System.Globalization;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Checks what no single setting of <see cref="KafkaOptions"/> shows; reports everything that is wrong at once.</summary>
/// <param name="taken">How large records are that are taken in; null where nothing is.</param>
internal sealed class KafkaOptionsValidator(RecordLimit? taken = null) : IValidateOptions<KafkaOptions>
{
    /// <summary>What a dead letter or a result needs beside the bytes of its record: our headers, entities, framing.</summary>
    private const int Room = 64 * 1024;

    private static readonly TimeSpan ShortestStatisticsInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

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

        if (options.GroupProtocol == RebalanceProtocol.Consumer && options.SessionTimeout != KafkaOptions.DefaultSessionTimeout)
        {
            errors.Add("Kafka:SessionTimeout has no say with Kafka:GroupProtocol=consumer: the brokers' group.consumer.session.timeout.ms counts. Leave it out.");
        }

        if (options.StatisticsInterval > TimeSpan.Zero && options.StatisticsInterval < ShortestStatisticsInterval)
        {
            errors.Add("Kafka:StatisticsInterval is below 1 s, more often than the clients tell. Use 1 s or more, or 0 to turn the metrics of clients off.");
        }

        if (taken is { } limit && options.MaxMessageBytes < (long)limit.Bytes + Room)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Kafka:MaxMessageBytes ({options.MaxMessageBytes}) is too small for Ingress:MaxRecordBytes ({limit.Bytes}): a dead letter is the record and up to {Room} bytes of headers. Use {(long)limit.Bytes + Room} or more, or lower Ingress:MaxRecordBytes."));
        }

        if (options.OutputTopic.Length > 0 && options.OutputTopic == options.DeadLetterTopic)
        {
            errors.Add($"Kafka:DeadLetterTopic is the output topic '{options.OutputTopic}': its readers would take dead letters for entities.");
        }

        CheckSettings("Client", options.Client, options.GroupProtocol, errors);
        CheckSettings("Secrets", options.Secrets, options.GroupProtocol, errors);
        CheckGivenOnce(options, errors);
        CheckSettings("Consumer", options.Consumer, options.GroupProtocol, errors);
        CheckSettings("Producer", options.Producer, options.GroupProtocol, errors);
        SecretFiles secrets = new(options.Secrets);
        errors.AddRange(secrets.Problems());
        if (errors.Count == 0)
        {
            CheckTaken("Consumer", [.. options.Client, .. secrets.Read(), .. options.Consumer], secrets, errors);
            CheckTaken("Producer", [.. options.Client, .. secrets.Read(), .. options.Producer], secrets, errors);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckTaken(string map, List<KeyValuePair<string, string>> settings, SecretFiles secrets, List<string> errors)
    {
        string? refusal = ClientSettings.Refusal(settings) is { } said ? secrets.HideIn(said) : null;
        if (refusal is not null && !errors.Any(error => error.EndsWith(refusal, StringComparison.Ordinal)))
        {
            errors.Add($"Kafka:Client or Kafka:{map}: librdkafka does not take a setting: {refusal}");
        }
    }

    private static void CheckGivenOnce(KafkaOptions options, List<string> errors)
    {
        foreach (string name in options.Secrets.Keys)
        {
            foreach ((string map, Dictionary<string, string> settings) in
                (ReadOnlySpan<(string, Dictionary<string, string>)>)[("Client", options.Client), ("Consumer", options.Consumer), ("Producer", options.Producer)])
            {
                if (settings.Keys.Any(other => ClientSettings.Name(other) == ClientSettings.Name(name)))
                {
                    errors.Add($"Kafka:Secrets:{name} is given in Kafka:{map} too. Leave one of them out.");
                }
            }
        }
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

    private static void CheckSettings(string map, Dictionary<string, string> settings, RebalanceProtocol protocol, List<string> errors)
    {
        foreach (string name in settings.Keys)
        {
            if (ClientSettings.Instead(name, protocol) is { } instead)
            {
                errors.Add($"Kafka:{map}: '{name}' cannot be set here: {instead}.");
            }
        }
    }
}
