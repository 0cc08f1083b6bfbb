using System.Globalization;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions()).Succeeded);
        Assert.True(new KafkaRangeValidator().Validate(null, new KafkaOptions()).Succeeded);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        KafkaOptions options = new()
        {
            BootstrapServers = "one:9092,:9,two:port",
            InputTopic = "in put",
            OutputTopic = "out",
            DeadLetterTopic = "in put",
            InstanceId = " ",
        };
        options.Client["enable_auto_commit"] = "true";
        options.Consumer["Group.Id"] = "other";
        options.Producer["acks"] = "1";
        options.Producer["linger.ms"] = "5";

        ValidateOptionsResult result = new KafkaOptionsValidator().Validate(null, options);

        Assert.Equal(
            [
                "Kafka:BootstrapServers: ':9' is not host:port.",
                "Kafka:BootstrapServers: 'two:port' is not host:port.",
                "Kafka:InputTopic: 'in put' is no topic name: up to 249 of letters, digits, '.', '_' and '-'.",
                "Kafka:DeadLetterTopic: 'in put' is no topic name: up to 249 of letters, digits, '.', '_' and '-'.",
                "Kafka:DeadLetterTopic is the input topic 'in put': the daemon would read what it writes, for ever.",
                "Kafka:InstanceId is empty; leave it out for dynamic membership.",
                "Kafka:Client: 'enable_auto_commit' cannot be set here: it is fixed: the delivery guarantee rests on it.",
                "Kafka:Consumer: 'Group.Id' cannot be set here: set Kafka:GroupId.",
                "Kafka:Producer: 'acks' cannot be set here: it is fixed: the delivery guarantee rests on it.",
            ],
            result.Failures!);
    }

    [Fact]
    public void A_dead_letter_of_the_largest_record_must_fit()
    {
        KafkaOptionsValidator validator = new(new RecordLimit(1_000_000));
        Assert.True(validator.Validate(null, new KafkaOptions { MaxMessageBytes = 1_065_536 }).Succeeded);
        string error = Assert.Single(validator.Validate(null, new KafkaOptions { MaxMessageBytes = 1_065_535 }).Failures!);
        Assert.StartsWith("Kafka:MaxMessageBytes (1065535) is too small for Ingress:MaxRecordBytes (1000000)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compresion.type", "lz4")]
    [InlineData("security.protocol", "tls13")]
    [InlineData("ssl.ca.location", "/no/such/file.pem")]
    public void What_the_client_library_does_not_take_is_said_before_anything_starts(string name, string value)
    {
        KafkaOptions options = new();
        options.Client["security.protocol"] = "ssl";
        options.Client[name] = value;

        string error = Assert.Single(new KafkaOptionsValidator().Validate(null, options).Failures!);

        Assert.StartsWith("Kafka:Client or Kafka:Consumer: librdkafka does not take a setting: ", error, StringComparison.Ordinal);
        Assert.Contains(name, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_either_client_are_taken_where_they_belong()
    {
        KafkaOptions options = new();
        options.Client["socket_keepalive_enable"] = "true";
        options.Consumer["fetch.min.bytes"] = "10";
        options.Producer["linger.ms"] = "5";

        Assert.True(new KafkaOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("00:00:00", true)]
    [InlineData("00:00:00.999", false)]
    [InlineData("00:00:01", true)]
    [InlineData("00:10:00", true)]
    [InlineData("00:10:01", false)]
    [InlineData("-00:00:01", false)]
    public void Clients_tell_never_or_at_most_once_a_second(string interval, bool isTaken)
    {
        KafkaOptions options = new() { StatisticsInterval = TimeSpan.Parse(interval, CultureInfo.InvariantCulture) };

        Assert.Equal(isTaken, new KafkaOptionsValidator().Validate(null, options).Succeeded && new KafkaRangeValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Output_and_dead_letters_have_a_topic_each()
    {
        string error = Assert.Single(new KafkaOptionsValidator().Validate(null, new KafkaOptions { OutputTopic = "same", DeadLetterTopic = "same" }).Failures!);
        Assert.StartsWith("Kafka:DeadLetterTopic is the output topic 'same'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max.poll.interval.ms")]
    [InlineData("allow_auto_create_topics")]
    [InlineData("dotnet.producer.enable.delivery.reports")]
    public void What_would_be_overwritten_or_break_the_promise_cannot_be_handed_through(string setting)
    {
        KafkaOptions options = new();
        options.Client[setting] = "1";
        Assert.Contains($"'{setting}' cannot be set here", Assert.Single(new KafkaOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:9092")]
    [InlineData("a:1,b:2 , c")]
    [InlineData("[::1]:9092,[::1]")]
    [InlineData("SASL_SSL://broker:9093")]
    public void Brokers_are_given_as_librdkafka_takes_them(string servers) =>
        Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions { BootstrapServers = servers }).Succeeded);

    [Fact]
    public void Ranges_are_checked()
    {
        ValidateOptionsResult result = new KafkaRangeValidator().Validate(null, new KafkaOptions { SessionTimeout = TimeSpan.Zero, MaxMessageBytes = 1, GroupId = "" });
        Assert.Equal(3, result.Failures!.Count());
    }
}
